import Linear

/// How the events of two items, or of two shoppers, are weighed before they are multiplied.
///
/// Rows of the matrix are the things compared ("documents"), its columns what they have in common ("terms").
public enum Similarity: Sendable, Hashable {
    /// `w / |row|`: the angle between the rows.
    case cosine
    /// `sqrt(w) idf / |row|`: the angle, with rare columns counting more.
    case tfidf
    /// `w (k1 + 1) / (k1 (1 - b + b length / average length) + w) idf` (Robertson and Zaragoza, "The
    /// Probabilistic Relevance Framework: BM25 and Beyond", 2009): saturating, with long rows held back.
    case bm25(k1: Double, b: Double)

    /// BM25 with `k1` 1.2 and `b` 0.75, the usual values.
    public static let bm25 = Similarity.bm25(k1: 1.2, b: 0.75)

    /// - Throws: ``RecommendError`` `parameter` when `k1` is negative or `b` outside [0, 1].
    func check(in owner: String) throws {
        guard case .bm25(let k1, let b) = self else { return }
        try RecommendError.check(k1 >= 0 && k1.isFinite, "\(owner).similarity.k1", "at least 0 and finite", got: k1)
        try RecommendError.check(b >= 0 && b <= 1, "\(owner).similarity.b", "in [0, 1]", got: b)
    }
}

extension Similarity {
    func save(into bundle: inout ArrayBundle) {
        switch self {
        case .cosine: bundle.metadata["similarity"] = "cosine"
        case .tfidf: bundle.metadata["similarity"] = "tfidf"
        case .bm25(let k1, let b):
            bundle.metadata["similarity"] = "bm25"
            bundle.metadata["similarity.k1"] = String(k1)
            bundle.metadata["similarity.b"] = String(b)
        }
    }

    init(from bundle: ArrayBundle) throws {
        switch try bundle.text("similarity") {
        case "cosine": self = .cosine
        case "tfidf": self = .tfidf
        case "bm25":
            self = .bm25(k1: try bundle.number("similarity.k1"), b: try bundle.number("similarity.b"))
            try check(in: "saved")
        case let other: throw ArrayBundle.malformed("similarity", other, "cosine, tfidf or bm25")
        }
    }
}
