/// How many of some candidates a list may or shall hold.
struct SlateQuota: Sendable {
    enum Bound: Sendable, Hashable {
        case atMost(Int)
        case atLeast(Int)
    }

    let bound: Bound
    /// Which candidates count. Shape [candidates].
    let isMember: [Bool]
}

/// How candidates that resemble what stands above them lose expected reward.
///
/// With `c` the overlap of a candidate with all items above it, summed, its mean is lowered by
/// `strength * c / (1 + c)`: a second item that is alike in everything loses half the strength, and none ever loses
/// more than all of it. The overlap of two items is the share of four properties (department, second category,
/// narrowest category of a longer path, brand) in which they agree; a property that either lacks is no agreement. A
/// greedy form of maximal marginal relevance (Carbonell and Goldstein, 1998) with a sum in place of their maximum, so
/// that the pressure goes on after every kind has been shown once.
struct KindSpread: Sendable {
    /// In units of reward; 0 spreads nothing.
    let strength: Double
    /// Shape [candidates], or empty.
    let kinds: [SIMD4<Int32>]

    init(strength: Double = 0, kinds: [SIMD4<Int32>] = []) {
        self.strength = strength
        self.kinds = kinds
    }

    var isActive: Bool { strength > 0 && !kinds.isEmpty }

    static func overlap(_ left: SIMD4<Int32>, _ right: SIMD4<Int32>) -> Double {
        let agree = (left .== right) .& (left .>= SIMD4(repeating: 0))
        return Double(SIMD4<Int32>.zero.replacing(with: .one, where: agree).wrappedSum()) / 4
    }
}
