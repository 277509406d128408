import Commerce
import Foundation

/// What a shopper types, and the words of the category's vocabulary that it stands for.
public struct SearchQuery: Sendable, Hashable {
    /// As typed, in the shopper's language.
    public let text: String
    /// The leaf category meant.
    public let leaf: Int
    /// The item's words that the query names; those not named are minus one.
    let words: ItemWords
    /// Row of the brand, or minus one.
    let brand: Int

    /// How well an item answers the query: the more words and the more telling ones agree, the higher.
    ///
    /// At most 10; 0 when not even the kind of thing agrees.
    public func agreement(with item: Int32, in catalogue: Catalogue) -> Int {
        let truth = catalogue.truths[Int(item)]
        guard Int(truth.leaf) == leaf else { return 0 }
        func agrees(_ wanted: Int, _ found: Int, _ worth: Int) -> Int { wanted >= 0 && wanted == found ? worth : 0 }
        return 1 + agrees(words.type, truth.words.type, 3) + agrees(words.material, truth.words.material, 2)
            + agrees(words.style, truth.words.style, 1) + agrees(words.colour, truth.words.colour, 1)
            + agrees(brand, Int(truth.brand), 2)
    }
}

extension Shop {
    /// Words for something of a category: an item the shopper has in mind, described as far as they care.
    ///
    /// Whoever wants the very same item again names most of it; others name its type and perhaps one thing more.
    func query(
        for item: Int32, exactly: Bool, in language: Language, using random: inout some RandomNumberGenerator
    ) -> SearchQuery {
        let truth = catalogue.truths[Int(item)]
        let leaf = Int(truth.leaf)
        let plan = catalogue.leaves[leaf].plan
        var words = ItemWords(type: truth.words.type, material: -1, style: -1, colour: -1, size: -1)
        if exactly || random.unit() < 0.4 { words.material = truth.words.material }
        if exactly || random.unit() < 0.2 { words.style = truth.words.style }
        if random.unit() < (exactly ? 0.8 : 0.2) { words.colour = truth.words.colour }
        let brand = random.unit() < (exactly ? 0.7 : 0.15) ? Int(truth.brand) : -1
        let named = [
            brand < 0 ? nil : catalogue.brands[brand].name, chosen(words.colour, plan.colours),
            chosen(words.style, plan.styles), chosen(words.material, plan.materials), chosen(words.type, plan.types),
        ].compactMap { $0 }
        let text =
            language == .chinese
            ? named.map(\.chinese).joined() : named.map(\.english).joined(separator: " ").lowercased()
        return SearchQuery(text: text, leaf: leaf, words: words, brand: brand)
    }

    private func chosen(_ place: Int, _ list: [Phrase]) -> Phrase? { place < 0 ? nil : list[place] }
}
