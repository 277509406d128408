import Commerce
import Foundation

/// Counts the terms of an item's description.
struct ItemTerms {
    let fields: ContentFields
    private let analyzer = TextAnalyzer()

    init(fields: ContentFields) { self.fields = fields }

    /// Each term with `sum over fields of weight (1 + ln count)`.
    ///
    /// Titles of all languages and the description give words. A category path, brand or attribute gives one whole
    /// term that carries its field, such as `brand: acme`: facets with the same word are not the same fact. A path
    /// of three levels gives three terms, so that neighbours in the tree share its upper part.
    func count(_ item: Item) -> [String: Double] {
        var weights: [String: Double] = [:]
        func add(words text: String, weight: Double) {
            guard weight > 0 else { return }
            var counts: [String: Int] = [:]
            for term in analyzer.terms(of: text) { counts[term, default: 0] += 1 }
            for (term, count) in counts { weights[term, default: 0] += weight * (1 + log(Double(count))) }
        }
        func add(facet: String, _ value: String, weight: Double) {
            let name = Self.folded(value)
            guard weight > 0, !name.isEmpty else { return }
            weights["\(facet): \(name)", default: 0] += weight
        }
        let titles = item.title.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        add(words: titles.joined(separator: "\n"), weight: fields.title)
        if let text = item.text { add(words: text, weight: fields.text) }
        for depth in item.category.indices {
            add(facet: "category", item.category[...depth].joined(separator: " / "), weight: fields.category)
        }
        if let brand = item.brand { add(facet: "brand", brand, weight: fields.brand) }
        for (key, value) in item.attributes { add(facet: Self.folded(key), value, weight: fields.attributes) }
        return weights
    }

    /// Lower case, in one line, without space at the ends.
    private static func folded(_ value: String) -> String {
        value.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
