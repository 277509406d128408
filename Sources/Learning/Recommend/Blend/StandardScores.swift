import Commerce

/// Turns scores of one history into standard scores: `(score - mean) / deviation` over the items outside the history.
///
/// Puts recommenders on one scale whatever their units, and keeps what ranks throw away: how far the best stand out.
/// Of ten ways tried (also: divided by maximum, sum or length, roots and logarithms of those) it ranked best on the
/// validation part of Amazon Beauty.
struct StandardScores {
    private let mean: Float
    /// 1 over the deviation; 0 where all scores are equal, so that they become 0.
    private let scale: Float

    /// Of the finite scores outside the history's usable events; `scores` are unchanged afterwards. O(items).
    init(of scores: UnsafeMutableBufferPointer<Float>, outside history: History) {
        var own: [(place: Int, score: Float)] = []
        for event in history.recentEvents(items: scores.count) {
            own.append((event.item, scores[event.item]))
            scores[event.item] = -.infinity
        }
        let (sum, count) = Self.sum(scores, around: 0, squared: false)
        mean = count > 0 ? sum / count : 0
        let squares = Self.sum(scores, around: mean, squared: true).sum
        let deviation = count > 0 ? (squares / count).squareRoot() : 0
        // A deviation this small against the mean is rounding.
        scale = deviation > max(1e-6 * abs(mean), .leastNormalMagnitude) ? 1 / deviation : 0
        for (place, score) in own.reversed() { scores[place] = score }
    }

    /// Minus infinity, "never", stays.
    @inline(__always)
    func standard(_ score: Float) -> Float { score > -.infinity ? (score - mean) * scale : score }

    /// `sum (score - centre)` or `sum (score - centre)²` over finite scores, and how many there are, in eight lanes.
    private static func sum(
        _ scores: UnsafeMutableBufferPointer<Float>, around centre: Float, squared: Bool
    ) -> (sum: Float, count: Float) {
        var (sums, counts) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        let whole = scores.count / 8 * 8
        func add(_ values: SIMD8<Float>) {
            let missing = values .== -.infinity
            let difference = (values - centre).replacing(with: 0, where: missing)
            sums += squared ? difference * difference : difference
            counts += SIMD8(repeating: 1).replacing(with: 0, where: missing)
        }
        let raw = UnsafeRawBufferPointer(scores)
        for place in stride(from: 0, to: whole, by: 8) {
            add(raw.loadUnaligned(fromByteOffset: place * 4, as: SIMD8<Float>.self))
        }
        if whole < scores.count {
            var rest = SIMD8<Float>(repeating: -.infinity)
            for place in whole..<scores.count { rest[place - whole] = scores[place] }
            add(rest)
        }
        return (sums.sum(), counts.sum())
    }
}
