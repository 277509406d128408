import Commerce

/// Texts with what is to be said of them.
public struct LabelledTexts: Sendable, Equatable {
    public var texts: [String]
    /// Second texts, for questions about pairs.
    public var pairs: [String]?
    public var labels: [String]

    /// - Throws: `LanguageError` `labels.count` unless there are as many labels (and pairs) as texts, and one at least.
    public init(texts: [String], pairs: [String]? = nil, labels: [String]) throws {
        guard texts.count == labels.count, pairs.map({ $0.count == texts.count }) ?? true, !texts.isEmpty else {
            throw LanguageError(
                code: "labels.count",
                message: "labelled texts need a text, and as many labels as texts; got \(texts.count) texts, "
                    + "\(labels.count) labels" + (pairs.map { ", \($0.count) second texts" } ?? ""))
        }
        self.texts = texts
        self.pairs = pairs
        self.labels = labels
    }

    public var count: Int { texts.count }

    public func selecting(_ places: [Int]) -> LabelledTexts {
        var selected = self
        selected.texts = places.map { texts[$0] }
        selected.pairs = pairs.map { pairs in places.map { pairs[$0] } }
        selected.labels = places.map { labels[$0] }
        return selected
    }

    /// Two parts by chance, in which every label has about its share; a label that occurs once stays in the first.
    ///
    /// - Parameter share: of the second part, in (0, 1).
    public func split(share: Double, seed: UInt64) -> (LabelledTexts, LabelledTexts) {
        precondition(share > 0 && share < 1, "LabelledTexts.split: share must be in (0, 1)")
        var generator = SeededGenerator(seed: seed)
        var isSecond = Array(repeating: false, count: count)
        let byLabel = Dictionary(grouping: labels.indices) { labels[$0] }
        for label in byLabel.keys.sorted() {
            let places = byLabel[label, default: []].shuffled(using: &generator)
            // At the least one each where there are two.
            let taken = min(
                places.count - 1, max(places.count > 1 ? 1 : 0, Int((share * Double(places.count)).rounded())))
            for place in places.prefix(taken) { isSecond[place] = true }
        }
        return (
            selecting(labels.indices.filter { !isSecond[$0] }), selecting(labels.indices.filter { isSecond[$0] })
        )
    }
}
