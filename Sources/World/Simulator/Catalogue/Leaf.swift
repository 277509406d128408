/// One leaf category of the simulated shop.
struct Leaf: Sendable {
    let plan: LeafPlan
    /// The names on the way down, in English, as items carry them.
    let path: [String]
    let department: Int
    /// Where its goods lie in the space of tastes.
    let centroid: Taste
    /// How many shoppers care, relative to the other leaves.
    let demand: Double
    /// Rows of the brands sold here.
    let brands: [Int]
}

/// A maker: how well it is known, and what its goods have in common.
struct Brand: Sendable {
    let name: Phrase
    /// Standard normal over brands.
    let strength: Float
    let direction: Taste
}
