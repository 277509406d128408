public import Commerce

extension Reason {
    /// The reason as a sentence that a shopper understands.
    ///
    /// - Parameters:
    ///   - item: the recommended item.
    ///   - titles: what an item is called.
    public func phrase(for item: ItemID, in language: Language, titles: (ItemID) -> String) -> String {
        let named = evidence.prefix(2).map { quoted(titles($0), in: language) }
        let items = named.joined(separator: language == .chinese ? "和" : " and ")
        let pair = (evidence.first.map(titles) ?? "", titles(item))
        let words = SharedWords.phrases(of: terms, titles: pair, in: language)
            .joined(separator: language == .chinese ? "、" : ", ")
        switch language {
        case .chinese:
            return switch kind {
            case .popular: "近期很多顾客选择"
            case .followsItem: "选择\(items)之后，顾客常接着选它"
            case .similarToItem: "喜欢\(items)的顾客也喜欢它"
            case .similarShoppers: "与您兴趣相近的 \(max(1, shoppers.count)) 位顾客选择了它"
            case .sharedContent: words.isEmpty ? "与\(items)相似" : "与\(items)有共同点：\(words)"
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
            case .sharedContent: words.isEmpty ? "similar to \(items)" : "shares \(words) with \(items)"
            case .learnedTaste: "fits the taste you showed with \(items)"
            }
        }
    }

    private func quoted(_ title: String, in language: Language) -> String {
        language == .chinese ? "「\(title)」" : "“\(title)”"
    }
}

extension [Reason] {
    /// Reasons of one kind told as one: the evidence of all, in order, each item once. Shared content stays apart, because
    /// its terms hold for its own item only.
    var joinedByKind: [Reason] {
        var joined: [Reason] = []
        for reason in self {
            guard let place = joined.firstIndex(where: { $0.kind == reason.kind && $0.kind != .sharedContent }) else {
                joined.append(reason)
                continue
            }
            joined[place].evidence += reason.evidence.filter { !joined[place].evidence.contains($0) }
            joined[place].shoppers += reason.shoppers.filter { !joined[place].shoppers.contains($0) }
            joined[place].strength = Swift.max(joined[place].strength, reason.strength)
        }
        return joined
    }
}
