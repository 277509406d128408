/// What the answers to one item say of it beyond its features: sums that need no prior, so that the deviation between
/// items can be estimated anew and every shrinkage follows.
struct ItemEffect: Sendable, Hashable {
    /// Precision of the answers about the effect, and the same times what they say it is. In units of answers for
    /// rewards with constant noise, of log odds for chances.
    var precision = 0.0
    var moment = 0.0
    /// Sums over answers of the residual of the features alone and of its slope in the effect, and of their squares;
    /// see ``pairMean``.
    var residual = 0.0
    var slope = 0.0
    var residualSquares = 0.0
    var slopeSquares = 0.0
    /// The clock of the ranker when the sums were last brought up to date.
    var stamp: Int64 = 0

    static let unknown = ItemEffect()

    mutating func fade(by keep: Double) {
        guard keep < 1 else { return }
        precision *= keep
        moment *= keep
        residual *= keep
        slope *= keep
        residualSquares *= keep * keep
        slopeSquares *= keep * keep
    }

    mutating func note(residual: Double, slope: Double) {
        self.residual += residual
        self.slope += slope
        residualSquares += residual * residual
        slopeSquares += slope * slope
    }

    mutating func add(_ other: ItemEffect) {
        precision += other.precision
        moment += other.moment
        residual += other.residual
        slope += other.slope
        residualSquares += other.residualSquares
        slopeSquares += other.slopeSquares
    }

    /// The mean product of two different answers' residuals per product of their slopes: what they have in common is
    /// the effect, so its expectation is the square of the effect, whatever the noise. Nothing with fewer than two
    /// answers.
    var pairMean: (value: Double, weight: Double)? {
        let pairs = slope * slope - slopeSquares
        guard pairs > 1e-6 * slopeSquares else { return nil }
        return ((residual * residual - residualSquares) / pairs, pairs.squareRoot())
    }

    /// Mean and variance given the variance between items, and the noise that a precision of 1 stands for.
    @inline(__always)
    func posterior(deviation: Double, noise: Double) -> (mean: Double, variance: Double) {
        let variance = 1 / (1 / deviation + precision / noise)
        return (variance * moment / noise, variance)
    }
}

/// Variance between items, by the method of moments: the mean over items of ``ItemEffect/pairMean``, each weighed by
/// how much is known of it, beside an initial value that is worth some items.
struct ItemDeviation: Sendable, Hashable {
    let initial: Double
    let worth: Double
    /// Slopes at which an item counts half.
    let half: Double
    var sum = 0.0
    var weight = 0.0

    init(initial: Double, worth: Double, half: Double) {
        self.initial = initial
        self.worth = worth
        self.half = half
    }

    /// Never below a hundredth of the initial value: a shop that has seen few items does not know that they are alike.
    var estimate: Double { max(0.01 * initial, (worth * initial + sum) / (worth + weight)) }

    /// Exchanges what an item said for what it says now.
    mutating func replace(_ old: ItemEffect, by new: ItemEffect) {
        count(old, -1)
        count(new, 1)
        weight = max(0, weight)
    }

    mutating func count(_ effect: ItemEffect, _ sign: Double = 1) {
        guard let pair = effect.pairMean else { return }
        let share = sign * pair.weight / (pair.weight + half)
        sum += share * pair.value
        weight += share
    }
}
