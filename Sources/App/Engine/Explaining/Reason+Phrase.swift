public import Commerce

extension Reason {
    /// The reason as a sentence that a shopper understands.
    ///
    /// - Parameter titles: what an item is called.
    public func phrase(in language: Language, titles: (ItemID) -> String) -> String {
        let named = evidence.prefix(2).map { quoted(titles($0), in: language) }
        let items = named.joined(separator: language == .chinese ? "和" : " and ")
        let words = SharedWords.phrases(of: terms, in: language)
            .joined(separator: language == .chinese ? "、" : ", ")
        switch language {
        case .chinese:
            return switch kind {
            case .popular: "近期很多顾客选择"
            case .followsItem: "选择\(items)之后，顾客常接着选它"
            case .similarToItem: "喜欢\(items)的顾客也喜欢它"
            case .similarShoppers: "与您兴趣相近的 \(max(1, shoppers.count)) 位顾客选择了它"
            case .sharedContent: terms.isEmpty ? "与\(items)相似" : "与\(items)有共同点：\(words)"
            case .learnedTaste: "符合您的口味，依据是\(items)"
            }
        case .english, .undetermined:
            return switch kind {
            case .popular: "many shoppers choose it lately"
            case .followsItem: "often chosen next after \(items)"
            case .similarToItem: "chosen by shoppers who like \(items)"
            case .similarShoppers:
                shoppers.count == 1
                    ? "chosen by a shopper with a taste like yours"
                    : "chosen by \(shoppers.count) shoppers with a taste like yours"
            case .sharedContent: terms.isEmpty ? "similar to \(items)" : "shares \(words) with \(items)"
            case .learnedTaste: "fits the taste you showed with \(items)"
            }
        }
    }

    private func quoted(_ title: String, in language: Language) -> String {
        language == .chinese ? "「\(title)」" : "“\(title)”"
    }
}
