import Commerce
import Foundation
import Linear

/// How fast old answers stop counting, for shops that change.
public enum Forgetting: Sendable, Hashable {
    case never
    /// Every answer leaves this share of the weight of those before it, in (0, 1): about `1 / (1 - keep)` count.
    case perAnswer(keep: Double)
    /// An answer counts half after this time.
    case halfLife(Duration)

    /// - Throws: ``ExploreError`` `parameter` when the share is not in (0, 1) or the half-life not at least a
    ///   millisecond.
    func check(_ owner: String) throws {
        switch self {
        case .never: break
        case .perAnswer(let keep):
            try ExploreError.check(keep > 0 && keep < 1, "\(owner).forgetting keep", "in (0, 1)", got: keep)
        case .halfLife(let time):
            try ExploreError.check(
                time.wholeMilliseconds >= 1, "\(owner).forgetting half-life", "at least a millisecond", got: time)
        }
    }

    /// As policies' versions hold it, after a comma; nothing where nothing is forgotten.
    var versionSuffix: String {
        switch self {
        case .never: ""
        case .perAnswer(let keep): ",keep=\(keep)"
        case .halfLife(let time): ",half-life=\(Double(time.wholeMilliseconds) / 1000)s"
        }
    }
}

/// Applies a ``Forgetting`` to what one learner knows: by how much each answer fades what came before, and how much it
/// counts itself.
///
/// With a half-life an answer that arrives late counts for less from the start, so the order of arrival makes no
/// difference to what is known in the end; time passes only as answers arrive.
///
/// A posterior that forgets regains its prior, which is not a rank-one change. So its prior is left to fade a little
/// (to ``smallestPriorShare``) along with the evidence, at O(width²), before it is put back whole, at O(width³). How
/// much it has faded is a function of the clock alone, not of the way there: posteriors that saw the same answers are
/// the same.
struct ForgettingClock: Sendable, Hashable {
    let forgetting: Forgetting
    /// Answers seen, or the latest time in milliseconds since 1970.
    private(set) var now: Int64
    /// Whether an answer has set the clock.
    private(set) var hasStarted: Bool

    static let smallestPriorShare = 0.95

    init(_ forgetting: Forgetting) {
        self.forgetting = forgetting
        now = 0
        hasStarted = false
    }

    /// What an answer does.
    struct Step: Hashable {
        /// The share of their weight that earlier answers keep.
        var keep: Double
        /// The share of its own weight that the answer counts with.
        var weight: Double
        /// The share of the prior afterwards.
        var priorShare: Double
    }

    /// Moves on to an answer of this time.
    mutating func advance(to time: Timestamp) -> Step {
        switch forgetting {
        case .never: return Step(keep: 1, weight: 1, priorShare: 1)
        case .perAnswer: return moved(to: now + 1)
        case .halfLife:
            let (then, first) = (time.milliseconds, !hasStarted)
            guard first || then > now else {
                return Step(keep: 1, weight: share(after: age(from: then, to: now)), priorShare: priorShare)
            }
            var step = moved(to: then)
            if first { step.keep = 1 }
            return step
        }
    }

    private mutating func moved(to later: Int64) -> Step {
        let keep = share(after: age(from: now, to: later))
        now = later
        hasStarted = true
        return Step(keep: keep, weight: 1, priorShare: priorShare)
    }

    /// Brings two learners to the later of their times, to be merged: what each one's answers keep.
    ///
    /// Counts of answers add up, so those forget nothing of each other.
    mutating func join(_ other: ForgettingClock) -> (keep: Double, otherKeep: Double, priorShare: Double) {
        guard other.hasStarted else { return (1, 1, priorShare) }
        guard hasStarted else {
            self = other
            return (1, 1, priorShare)
        }
        let (mine, theirs) = (now, other.now)
        switch forgetting {
        case .never: break
        case .perAnswer: now = mine + theirs
        case .halfLife:
            now = max(mine, theirs)
            return (share(after: age(from: mine, to: now)), share(after: age(from: theirs, to: now)), priorShare)
        }
        return (1, 1, priorShare)
    }

    /// What is left by now of what was known at an earlier reading.
    func keep(since stamp: Int64) -> Double { share(after: age(from: stamp, to: now)) }

    /// The share that is left after so many answers or milliseconds.
    func share(after age: Int64) -> Double {
        switch forgetting {
        case .never: 1
        case .perAnswer(let keep): pow(keep, Double(age))
        case .halfLife(let time): exp2(-Double(age) / Double(time.wholeMilliseconds))
        }
    }

    /// Clocks far out of range differ by the largest number there is.
    private func age(from earlier: Int64, to later: Int64) -> Int64 {
        let (difference, overflowed) = later.subtractingReportingOverflow(earlier)
        return overflowed ? .max : difference
    }

    private var priorShare: Double {
        guard hasStarted else { return 1 }
        let perUnit = share(after: 1)
        // Units of the clock between two restorations.
        let period = perUnit < 1 ? max(1, Int64((log(Self.smallestPriorShare) / log(perUnit)).rounded(.down))) : 1
        let phase = ((now % period) + period) % period
        return share(after: phase)
    }
}

extension ForgettingClock: ArrayStorable {
    func store(into bundle: inout ArrayBundle, as name: String) {
        let numbers: (kind: Int64, value: Double) =
            switch forgetting {
            case .never: (0, 0)
            case .perAnswer(let keep): (1, keep)
            case .halfLife(let time): (2, Double(time.wholeMilliseconds))
            }
        bundle.store([numbers.kind, now, hasStarted ? 1 : 0], as: "\(name).clock")
        bundle.store([numbers.value], as: "\(name).forgetting")
    }

    init(from bundle: ArrayBundle, as name: String) throws {
        let values = try bundle.int64s("\(name).clock")
        let parameter = try bundle.finiteDoubles("\(name).forgetting", count: 1)[0]
        try bundle.require(
            values.count == 3 && (0...2).contains(values[0]) && abs(parameter) < 0x1p62, "\(name).clock",
            "is not a clock")
        let forgetting: Forgetting =
            switch values[0] {
            case 1: .perAnswer(keep: parameter)
            case 2: .halfLife(.milliseconds(Int64(parameter)))
            default: .never
            }
        try forgetting.check(name)
        self.init(forgetting)
        now = values[1]
        hasStarted = values[2] == 1
    }
}
