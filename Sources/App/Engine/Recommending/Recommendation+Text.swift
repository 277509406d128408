public import Commerce

extension Recommendation {
    /// A numbered list with a line of reasons under each item.
    public func text(in language: Language) -> String {
        let isChinese = language == .chinese
        var lines = [isChinese ? "顾客 \(shopper)（模型 \(model)）" : "Shopper \(shopper) (model \(model))"]
        if lately.isEmpty {
            lines.append(
                isChinese
                    ? "  还没有可依据的行为记录：以下是大家都在选的商品"
                    : "  chose nothing that the model knows yet: this is what suits everybody")
        } else {
            let names = lately.joined(separator: isChinese ? "、" : "; ")
            lines.append(isChinese ? "  最近选择：\(names)" : "  lately chose: \(names)")
        }
        for place in items {
            var facts = [place.price?.description, place.brand, place.category.last].compactMap { $0 }
            if place.title.isEmpty { facts = [] }
            let about = facts.isEmpty ? "" : "  (\(facts.joined(separator: ", ")))"
            let number = String(place.position)
            lines.append(
                String(repeating: " ", count: max(0, 4 - number.count)) + number + ". "
                    + place.displayTitle(in: language) + about)
            if !place.because.isEmpty {
                let because = place.because.prefix(2).joined(separator: isChinese ? "；" : "; ")
                lines.append("      " + (isChinese ? "因为" : "because ") + because)
            }
        }
        return lines.joined(separator: "\n")
    }
}

extension Recommendation.Place {
    fileprivate func displayTitle(in language: Language) -> String {
        Item(id: item, title: title).title(in: language)
    }
}
