/// Lets a surface depart from its baseline only while its cumulative reward is certain enough to stay at least
/// `1 - loss` of the baseline's.
///
/// The baseline is the list that exploits only, or any declared list; "departing" is to draw from a policy that shows
/// another list than the baseline's with a known chance `e`. Before each decision ask ``admit(chance:)``; if it refuses,
/// serve the baseline. After it, ``record(reward:showedBaseline:chance:)`` with `chance` 0 where it refused.
///
/// **Guarantee.** Let `m_t` be the expected reward of what decision `t` served and `b_t` that of the baseline's list at
/// the same moment, both given the past. With probability at least `1 - doubt`, at all times `T` at once:
/// ```
/// sum_(t <= T) m_t  >=  (1 - loss) sum_(t <= T) b_t
/// ```
/// It assumes that rewards lie in `[0, rewardCeiling]`, that the chances are exact, and that decisions are recorded in
/// order, all of them. It assumes nothing of the exploring (it may be adversarial), nor that shoppers stay the same or
/// decisions are independent. It does not count what exploring does to the baseline itself, which learns from it, nor
/// effects of one decision on a shopper's later ones.
///
/// **Method.** Conservative bandits (Wu, Shariff, Lattimore and Szepesvári, ICML 2016; Kazerouni, Ghavamzadeh,
/// Abbasi-Yadkori and Van Roy, "Conservative contextual linear bandits", NIPS 2017), without their reward models: the
/// baseline's reward is estimated without bias from the decisions that showed its list,
/// ```
/// D_t = Y_t - (1 - loss) Y_t [baseline shown] / (1 - e_t),    E[D_t] = m_t - (1 - loss) b_t
/// ```
/// and the sum of means is bounded below by ``LowerSum``. The next departure can lower the true sum by at most
/// `(e - loss) expectedCeiling`, as the baseline's list is shown with chance `1 - e` and rewards are not negative; it is
/// admitted when the bound stays at 0 or above even then, departures still unanswered included. A chance of at most
/// `loss` can do no harm and is always admitted. A loss of 0 admits nothing. O(1) a call.
public struct ConservativeGuard: Sendable, Hashable, Codable {
    /// Share of the baseline's cumulative reward that may be lost, in [0, 1].
    public let loss: Double
    /// Probability that the guarantee fails.
    public let doubt: Double
    /// Largest reward of one decision.
    public let rewardCeiling: Double
    /// Largest expected reward of the baseline's list at any decision; at most ``rewardCeiling``.
    public let expectedCeiling: Double
    /// Departures of a larger chance are refused: they would leave too few baseline lists to compare with.
    public let largestChance: Double
    private var bounded: LowerSum
    /// Means of `D` so far, with the baseline served for certain and with a chance of departing.
    private var certain = Mean()
    private var chanced = Mean()
    /// What unanswered departures may have cost.
    private var pending = 0.0
    public private(set) var admitted = 0
    public private(set) var refused = 0

    /// - Throws: ``ExploreError`` `parameter`, naming the parameter, its rule and the value.
    public init(
        loss: Double, doubt: Double = 0.05, rewardCeiling: Double, expectedCeiling: Double? = nil,
        largestChance: Double = 0.5
    ) throws {
        let expected = expectedCeiling ?? rewardCeiling
        try ExploreError.check(loss >= 0 && loss <= 1, "ConservativeGuard.loss", "in [0, 1]", got: loss)
        try ExploreError.check(doubt > 0 && doubt < 1, "ConservativeGuard.doubt", "in (0, 1)", got: doubt)
        try ExploreError.check(
            rewardCeiling > 0 && rewardCeiling.isFinite, "ConservativeGuard.rewardCeiling", "positive",
            got: rewardCeiling)
        try ExploreError.check(
            expected > 0 && expected <= rewardCeiling, "ConservativeGuard.expectedCeiling",
            "positive and at most rewardCeiling", got: expected)
        try ExploreError.check(
            largestChance >= 0 && largestChance <= 0.99, "ConservativeGuard.largestChance", "in [0, 0.99]",
            got: largestChance)
        self.loss = loss
        self.doubt = doubt
        self.rewardCeiling = rewardCeiling
        self.expectedCeiling = expected
        self.largestChance = largestChance
        let dearest = max(0, largestChance - loss) / (1 - largestChance)
        bounded = LowerSum(doubt: doubt, width: rewardCeiling * (1 + dearest))
    }

    /// Lower bound on what has been gained over `1 - loss` of the baseline's reward, unanswered departures included.
    public var headroom: Double { bounded.bound - pending }

    /// Whether a draw that departs from the baseline's list with this chance may be served now.
    ///
    /// - Throws: ``ExploreError`` `parameter` when the chance is not in [0, 1].
    public func admits(chance: Double) throws -> Bool {
        try Self.check(chance)
        let risk = self.risk(of: chance)
        return chance <= largestChance && (risk == 0 || headroom >= risk)
    }

    /// ``admits(chance:)``, and if so counts the draw as unanswered until it is recorded.
    ///
    /// - Throws: ``ExploreError`` `parameter` when the chance is not in [0, 1].
    public mutating func admit(chance: Double) throws -> Bool {
        guard try admits(chance: chance) else {
            refused += 1
            return false
        }
        admitted += 1
        pending += risk(of: chance)
        return true
    }

    /// Takes the answer to a decision.
    ///
    /// - Parameter chance: what was admitted; 0 where the baseline was served for certain.
    /// - Throws: ``ExploreError`` `reward` when the reward is outside [0, rewardCeiling], `parameter` when the chance is
    ///   above ``largestChance``, or 0 where another list was shown; the guard is then as it was.
    public mutating func record(reward: Double, showedBaseline: Bool, chance: Double) throws {
        try Self.check(chance)
        guard reward >= 0, reward <= rewardCeiling else {
            throw ExploreError(
                code: "reward", message: "the reward must be in [0, \(rewardCeiling)]; got \(reward)",
                remedy: "declare a rewardCeiling that no decision exceeds, or cap rewards at it")
        }
        guard chance <= largestChance, showedBaseline || chance > 0 else {
            throw ExploreError(
                code: "parameter",
                message: "ConservativeGuard.chance must be at most \(largestChance), and positive where another list "
                    + "than the baseline's was shown; got \(chance)")
        }
        let baseline = showedBaseline ? reward / (1 - chance) : 0
        let difference = reward - (1 - loss) * baseline
        if chance == 0 {
            bounded.add(difference, guess: certain.value)
            certain.add(difference)
        } else {
            bounded.add(difference, guess: chanced.value)
            chanced.add(difference)
            pending = max(0, pending - risk(of: chance))
        }
    }

    /// Most that a departure can lower the expected sum by.
    private func risk(of chance: Double) -> Double { max(0, chance - loss) * expectedCeiling }

    private static func check(_ chance: Double) throws {
        try ExploreError.check(chance >= 0 && chance <= 1, "ConservativeGuard.chance", "in [0, 1]", got: chance)
    }

    /// A running mean; 0 before the first number.
    struct Mean: Sendable, Hashable, Codable {
        var count = 0
        var value = 0.0

        mutating func add(_ number: Double) {
            count += 1
            value += (number - value) / Double(count)
        }
    }
}
