import Commerce
import Linear
public import OffPolicy

/// What a log says of several policies.
public struct JudgingReport: Sendable {
    /// One estimator's word on one target.
    public struct Row: Sendable {
        public var estimate: Estimate
        /// How much more it earns than the log's own policy did, paired by decision; nothing for that policy itself.
        public var gain: Estimate?

        public init(estimate: Estimate, gain: Estimate? = nil) {
            self.estimate = estimate
            self.gain = gain
        }
    }

    public var file: String
    /// Nothing for a ledger.
    public var preset: String?
    /// Decisions judged.
    public var decisions: Int
    /// Arms, or positions where lists are judged.
    public var choices: Int
    public var isLists: Bool
    /// Whether an arm is the same at every decision.
    public var hasFixedArms: Bool
    /// The cross-fitted model of the rewards; nothing where none was needed.
    public var model: String?
    /// The surface, and the policy that made the decisions, where the log says.
    public var surface: String?
    public var logger: String?
    public var confidence: Double
    public var leftOut: LeftOut
    /// In the order of the targets.
    public var rows: [Row] = []
    /// Estimators that gave no figure, because none would be true.
    public var refusals: [OffPolicyRefusal] = []

    init(
        file: String, preset: String?, decisions: Int, choices: Int, isLists: Bool = false, hasFixedArms: Bool = true,
        model: String? = nil, confidence: Double, leftOut: LeftOut
    ) {
        self.file = file
        self.preset = preset
        self.decisions = decisions
        self.choices = choices
        self.isLists = isLists
        self.hasFixedArms = hasFixedArms
        self.model = model
        self.confidence = confidence
        self.leftOut = leftOut
    }

    /// For each target the estimate to go by: the doubly robust one, else a self-normalised one.
    ///
    /// Chosen by name and not by what it says, which would favour the estimator that errs upwards.
    public var leading: [Row] {
        let preferred = ["dr", "snips", "snrips"]
        var found: [Row] = []
        for row in rows where !found.contains(where: { $0.estimate.target == row.estimate.target }) {
            let own = rows.filter { $0.estimate.target == row.estimate.target }
            found.append(
                preferred.lazy.compactMap { name in own.first { $0.estimate.estimator == name } }.first ?? row)
        }
        return found
    }

    /// Targets that earn more than the log's own policy beyond doubt: the log answers, and the interval of the gain lies
    /// above 0, at a confidence that all targets have together (Bonferroni): among many, one is sure to look good.
    public var better: [Row] {
        let rivals = leading.filter { $0.gain != nil }
        return rivals.filter { row in
            guard let gain = row.gain, row.estimate.verdict.answer != .unanswerable else { return false }
            let freedom = max(1, (gain.weights?.effectiveSampleSize ?? Double(decisions)) - 1)
            func reach(_ doubt: Double) -> Double { StudentT.twoSidedQuantile(doubt, degreesOfFreedom: freedom) }
            let widening = reach((1 - confidence) / Double(rivals.count)) / reach(1 - confidence)
            return gain.value > widening * gain.interval.width / 2
        }
    }
}
