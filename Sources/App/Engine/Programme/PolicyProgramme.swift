public import Commerce
import Experiment
import Explore

/// The policies of a shop that is served: those that would replace the one that decides, what speaks for them, and the one
/// that is being tried on a share of the shoppers.
///
/// A challenger is **proposed**, **judged** from the log that the champion writes, and goes **on trial** only where the lower
/// bound of what it would have earned beyond the champion lies above nothing. On trial it decides for a growing share of
/// people. It is **promoted** when it has passed every share, and **rolled back** as soon as it earns less beyond doubt.
public struct PolicyProgramme: Sendable, Hashable, Codable {
    public var terms: TrialTerms
    /// The newest last.
    public var challengers: [Challenger]
    /// Of the next one.
    var lastNumber: Int

    public init(terms: TrialTerms = TrialTerms()) {
        self.terms = terms
        challengers = []
        lastNumber = 0
    }

    /// The one that decides for a share of the shoppers.
    public var onTrial: Challenger? { challengers.first { $0.state == .onTrial } }

    /// Challengers whose story is over are remembered up to this number.
    private static let remembered = 50

    /// - Returns: its number.
    mutating func add(_ policy: PolicyChoice, at time: Timestamp, by author: String) -> Int {
        lastNumber += 1
        challengers.append(
            Challenger(number: lastNumber, policy: policy.name, state: .proposed, proposed: time, author: author))
        while challengers.count > Self.remembered, let old = challengers.firstIndex(where: { $0.state.isOver }) {
            challengers.remove(at: old)
        }
        return lastNumber
    }
}

/// How a challenger is tried.
public struct TrialTerms: Sendable, Hashable, Codable {
    /// Of people, growing.
    public var shares = [0.05, 0.2, 0.5]
    /// Each share is kept at least so long.
    public var stageHours = 24.0
    /// Settled decisions that the challenger must have made at each share, at least.
    public var stageDecisions = 1_000
    /// What a challenger may earn less than the champion at most before it goes further, as a share of what the champion
    /// earns: an interval of a trial is never so narrow that it could show that nothing at all is lost.
    public var margin = 0.05
    public var confidence = 0.95
    /// Days of the log from which challengers are judged.
    public var judgedDays = 14.0
    /// Whether a challenger that the log speaks for goes on trial without being told to.
    public var isAutomatic = false

    public init() {}

    private enum CodingKeys: String, CodingKey {
        case shares, stageHours, stageDecisions, margin, confidence, judgedDays
        case isAutomatic = "automatic"
    }

    /// - Throws: ``EngineError`` `policies.terms`.
    public func check() throws {
        func require(_ holds: Bool, _ rule: String) throws {
            guard holds else { throw EngineError(code: "policies.terms", message: rule) }
        }
        try require(
            !shares.isEmpty && shares.allSatisfy { $0 > 0 && $0 < 1 } && zip(shares, shares.dropFirst()).allSatisfy(<),
            "'shares' must grow, each in (0, 1); got \(shares)")
        try require((0...10_000).contains(stageHours), "'stageHours' must be in [0, 10000]; got \(stageHours)")
        try require(
            (1...1_000_000_000).contains(stageDecisions), "'stageDecisions' must be 1 or more; got \(stageDecisions)")
        try require((0..<1).contains(margin), "'margin' must be in [0, 1); got \(margin)")
        try require(confidence >= 0.5 && confidence < 1, "'confidence' must be in [0.5, 1); got \(confidence)")
        try require(judgedDays > 0 && judgedDays <= 3650, "'judgedDays' must be in (0, 3650]; got \(judgedDays)")
    }
}

/// A policy that would replace the one that decides.
public struct Challenger: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        case proposed
        /// The log says that it would have earned more.
        case proven
        /// The log does not say so, or cannot.
        case unproven
        case onTrial, promoted, rolledBack, withdrawn

        var isOver: Bool { [.promoted, .rolledBack, .withdrawn].contains(self) }
    }

    /// From 1, in the order in which they were proposed.
    public var number: Int
    public var policy: String
    public var state: State
    public var proposed: Timestamp
    /// Who proposed it.
    public var author: String
    public var judgement: Judgement?
    public var trial: Trial?
    /// Why it is in this state, where more is to be said.
    public var reason: String?

    /// Who sees it while it is on trial; every trial divides people anew.
    var split: TrafficSplit? {
        trial.map { trial in
            var hash = StableHash()
            hash.combine("trial")
            hash.combine(UInt64(number))
            hash.combine(UInt64(bitPattern: trial.began.milliseconds))
            return TrafficSplit(salt: hash.value, share: trial.share)
        }
    }
}

/// What the log says of a challenger.
public struct Judgement: Sendable, Hashable, Codable {
    public struct OfSurface: Sendable, Hashable, Codable {
        public var surface: Surface
        /// That could be judged.
        public var decisions: Int
        public var estimator: String?
        public var gain: Double?
        public var standardError: Double?
        public var effectiveSampleSize: Double?
        public var warnings: [String]
        /// Why there is no figure.
        public var refusal: String?
    }

    public var time: Timestamp
    public var confidence: Double
    /// By decisions, the most first.
    public var surfaces: [OfSurface]
    /// Reward of a decision beyond the champion's, over the surfaces by their decisions; nothing where a surface that
    /// counts has no figure.
    public var gain: Double?
    public var lower: Double?
    public var upper: Double?

    /// Whether it earns more beyond doubt.
    public var isBetter: Bool { (lower ?? -1) > 0 }
}

/// A challenger at work.
public struct Trial: Sendable, Hashable, Codable {
    public var began: Timestamp
    /// From 0, a place among the shares of the terms.
    public var stage: Int
    public var share: Double
    public var stageBegan: Timestamp
    public var ended: Timestamp?
    /// What was seen of it at the last look.
    public var look: Look?

    /// Champion and challenger side by side, in decisions made since the share began.
    public struct Look: Sendable, Hashable, Codable {
        public struct Arm: Sendable, Hashable, Codable {
            public var people: Int
            public var decisions: Int
            /// Of a decision.
            public var reward: Double?
        }

        public var time: Timestamp
        public var champion: Arm
        public var challenger: Arm
        /// Reward of a decision beyond the champion's, and where it lies at all looks together.
        public var difference: Double?
        public var lower: Double?
        public var upper: Double?
    }
}
