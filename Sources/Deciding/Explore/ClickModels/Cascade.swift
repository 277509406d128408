import Foundation

/// Settings of a fit of the cascade model by expectation-maximisation.
///
/// Up to the last click everything was looked at. What is hidden is whether the shopper looked on after it: the
/// expectation step computes that chance, the maximisation step divides clicks by expected looks. Each round costs
/// O(impressions after last clicks), and the likelihood never falls.
public struct Cascade: Sendable, Hashable {
    /// Whether a shopper may look on after a click; otherwise lists with several clicks are impossible.
    public let continuesAfterClick: Bool
    public let maximumRounds: Int
    /// Rounds stop when no continuation and no attraction changes by more than this.
    public let tolerance: Double

    /// - Throws: ``ExploreError`` `parameter` when there is no round or the tolerance is not positive.
    public init(continuesAfterClick: Bool = true, maximumRounds: Int = 500, tolerance: Double = 1e-7) throws {
        try ExploreError.check(maximumRounds >= 1, "Cascade.maximumRounds", "at least 1", got: maximumRounds)
        try ExploreError.check(tolerance > 0, "Cascade.tolerance", "positive", got: tolerance)
        self.continuesAfterClick = continuesAfterClick
        self.maximumRounds = maximumRounds
        self.tolerance = tolerance
    }

    /// A fitted model and how the fit went.
    public struct Fit: Sendable {
        public let model: CascadeModel
        /// Before each round, and after the last; never falls.
        public let logLikelihoods: [Double]
        public let hasConverged: Bool
    }

    /// - Throws: ``ExploreError`` `clicks.empty`, `clicks.none`, `clicks.positions`; `clicks.cascade` for a list with
    ///   several clicks when nobody looks on after one.
    public func fit(_ log: ClickLog) throws -> Fit {
        try log.checkForFitting()
        var state = CascadeFitting(log, continues: continuesAfterClick)
        if !continuesAfterClick, let list = state.firstListWithSeveralClicks {
            throw ExploreError(
                code: "clicks.cascade",
                message: "list \(list) has several clicks, which the cascade model without continuation cannot explain",
                remedy: "fit with continuesAfterClick, or keep first clicks only")
        }
        var logLikelihoods: [Double] = []
        var hasConverged = false
        while logLikelihoods.count < maximumRounds, !hasConverged {
            let round = state.improve(log)
            logLikelihoods.append(round.logLikelihood)
            hasConverged = round.change <= tolerance
        }
        logLikelihoods.append(state.logLikelihood(log))
        return Fit(model: state.model(), logLikelihoods: logLikelihoods, hasConverged: hasConverged)
    }
}

/// The counts that do not change from round to round, and the parameters that do.
private struct CascadeFitting {
    private let continues: Bool
    /// Clicks, skips up to the last click, and impressions of each item. Shape [items].
    private var clicks, skips, shown: [Double]
    /// Expected looks at each item, of the last round. Shape [items].
    private var seen: [Double]
    /// Clicks after which another click followed, and last clicks with something after them. Shapes [positions].
    private var continued, undecided: [Double]
    /// Lists with something after their last click: where that begins and ends, and the position of the click, from 0.
    private var tails: [(range: Range<Int>, position: Int)] = []
    private(set) var firstListWithSeveralClicks: Int?

    private var attractions: [Double]
    private var continuations: [Double]

    init(_ log: ClickLog, continues: Bool) {
        self.continues = continues
        clicks = [Double](repeating: 0, count: log.itemCount)
        skips = clicks
        shown = clicks
        seen = clicks
        continued = [Double](repeating: 0, count: log.positionCount)
        undecided = continued
        continuations = [Double](repeating: continues ? 0.5 : 0, count: log.positionCount)
        for list in 0..<log.lists {
            let range = log.starts[list]..<log.starts[list + 1]
            let last = log.clicks[range].lastIndex(of: true)
            for impression in range {
                let item = Int(log.items[impression])
                shown[item] += 1
                if log.clicks[impression] {
                    clicks[item] += 1
                    if impression != last {
                        continued[impression - range.lowerBound] += 1
                        firstListWithSeveralClicks = firstListWithSeveralClicks ?? list
                    }
                } else if impression < last ?? range.upperBound {
                    skips[item] += 1
                }
            }
            if let last, last + 1 < range.upperBound {
                tails.append((last + 1..<range.upperBound, last - range.lowerBound))
                undecided[last - range.lowerBound] += 1
            }
        }
        attractions = zip(clicks, shown).map { $1 > 0 ? $0 / $1 : 0 }
    }

    /// One round.
    ///
    /// - Returns: the log-likelihood before it, and the largest change of a parameter.
    mutating func improve(_ log: ClickLog) -> (logLikelihood: Double, change: Double) {
        for item in seen.indices { seen[item] = clicks[item] + skips[item] }
        var lookedOn = continued
        let logTails = forEachTail(log) { range, position, chance in
            lookedOn[position] += chance
            for impression in range { seen[Int(log.items[impression])] += chance }
        }
        let before = settledLogLikelihood() + logTails
        var change = 0.0
        for item in attractions.indices where clicks[item] > 0 {
            let next = clicks[item] / seen[item]
            change = max(change, abs(next - attractions[item]))
            attractions[item] = next
        }
        guard continues else { return (before, change) }
        for position in continuations.indices where continued[position] + undecided[position] > 0 {
            let next = lookedOn[position] / (continued[position] + undecided[position])
            change = max(change, abs(next - continuations[position]))
            continuations[position] = next
        }
        return (before, change)
    }

    func logLikelihood(_ log: ClickLog) -> Double {
        settledLogLikelihood() + forEachTail(log) { _, _, _ in }
    }

    /// Of everything up to last clicks.
    private func settledLogLikelihood() -> Double {
        var sum = 0.0
        for item in attractions.indices {
            if clicks[item] > 0 { sum += clicks[item] * log(attractions[item]) }
            if skips[item] > 0 { sum += skips[item] * log1p(-attractions[item]) }
        }
        for position in continuations.indices where continued[position] > 0 {
            sum += continued[position] * log(continuations[position])
        }
        return sum
    }

    /// Calls the body with each tail and the chance that it was looked at.
    ///
    /// - Returns: the log-likelihood of what comes after last clicks.
    @inline(__always)
    private func forEachTail(_ log: ClickLog, _ body: (Range<Int>, Int, Double) -> Void) -> Double {
        var sum = 0.0
        for (range, position) in tails {
            var skipping = continuations[position]
            for impression in range { skipping *= 1 - attractions[Int(log.items[impression])] }
            let all = 1 - continuations[position] + skipping
            sum += Foundation.log(all)
            body(range, position, all > 0 ? skipping / all : 0)
        }
        return sum
    }

    /// Positions after which nothing was decided continue as the others do on average.
    func model() -> CascadeModel {
        let decided = zip(continued, undecided).map { $0 + $1 }
        let total = decided.reduce(0, +)
        let average = total > 0 ? zip(continuations, decided).reduce(0) { $0 + $1.0 * $1.1 } / total : 0
        let averageAttraction = clicks.reduce(0, +) / seen.reduce(0, +)
        return CascadeModel(
            attractions: zip(attractions, shown).map { $1 > 0 ? $0 : averageAttraction },
            continuations: zip(continuations, decided).map { $1 > 0 ? $0 : average },
            averageAttraction: averageAttraction)
    }
}
