import Commerce
import OffPolicy
import Testing

struct SlateInputTests {
    private func code(_ body: () throws -> Void) -> (code: String?, message: String) {
        do {
            try body()
            return (nil, "")
        } catch let error as OffPolicyError {
            return (error.code, error.message)
        } catch {
            return ("other", "\(error)")
        }
    }

    private func slates(propensity: Double = 0.5, reward: Double = 1, isPinned: [Bool] = []) throws -> LoggedSlates {
        try LoggedSlates(
            positions: 2, actions: [0, 1, 1, 0, 1, 2], propensities: [0.5, 0.5, 0.5, 0.5, 0.5, propensity],
            rewards: [0, 0, 0, 0, reward, 0], isPinned: isPinned)
    }

    @Test(arguments: [0, -0.1, 1.0001, .nan, .infinity])
    func refusesAPropensityOutsideItsRangeAndNamesThePlace(_ propensity: Double) {
        let (code, message) = code { _ = try slates(propensity: propensity) }
        #expect(code == "log.propensity")
        #expect(message.contains("decision 2, position 1"))
    }

    @Test(arguments: [Double.nan, .infinity])
    func refusesARewardThatIsNotFinite(_ reward: Double) {
        let (code, message) = code { _ = try slates(reward: reward) }
        #expect(code == "log.reward")
        #expect(message.contains("decision 2, position 0"))
    }

    @Test func refusesAPinThatWasLeftToChance() {
        let (code, message) = code {
            _ = try slates(isPinned: [false, false, false, true, false, false])
        }
        #expect(code == "slate.pinned")
        #expect(message.contains("decision 1, position 1"))
    }

    @Test func refusesColumnsOfAnotherLengthAndAnEmptyLog() {
        #expect(
            code {
                _ = try LoggedSlates(positions: 2, actions: [0, 1, 2], propensities: [1, 1, 1], rewards: [0, 0, 0])
            }
            .code == "log.shape")
        #expect(
            code { _ = try LoggedSlates(positions: 2, actions: [0, 1], propensities: [1], rewards: [0, 0]) }.code
                == "log.shape")
        #expect(
            code { _ = try LoggedSlates(positions: 2, actions: [], propensities: [], rewards: []) }.code == "log.empty")
    }

    @Test(arguments: [-0.1, 1.1, .nan])
    func refusesATargetThatIsNoProbability(_ probability: Double) {
        let (code, message) = code {
            _ = try SlateTarget(positions: 2, propensities: [0.5, 0.5, 0.5, probability])
        }
        #expect(code == "target.distribution")
        #expect(message.contains("decision 1, position 1"))
    }

    @Test(arguments: [0.2, .nan])
    func refusesATargetOutsideTheLogsSupport(_ share: Double) {
        let (code, message) = code {
            _ = try SlateTarget(positions: 2, propensities: [0.5, 0.5, 0.5, 0.5], unsupported: [0, 0, share, 0])
        }
        #expect(code == "target.support")
        #expect(message.contains("decision 1, position 0"))
    }

    @Test func refusesATargetThatTheLogNeverMatches() throws {
        let target = try SlateTarget(positions: 2, propensities: [0.5, 0, 0.5, 0, 0.5, 0])
        let (code, message) = code { _ = try CascadeSlates().evaluate(slates(), under: target) }
        #expect(code == "weights.zero")
        #expect(message.contains("position 1"))
    }

    @Test func refusesALogWithoutChance() throws {
        let log = try LoggedSlates(
            positions: 2, actions: [0, 1, 1, 0], propensities: [1, 1, 1, 1], rewards: [0, 0, 0, 1])
        let other = try SlateTarget(positions: 2, propensities: [1, 1, 1, 0.5])
        let (code, message) = code { _ = try StandardSlates().evaluate(log, under: other) }
        #expect(code == "log.deterministic")
        #expect(message.contains("decision 1, position 1"))
        let same = try SlateTarget(positions: 2, propensities: [1, 1, 1, 1])
        #expect(try StandardSlates().evaluate(log, under: same).value == 0.5)
    }

    @Test func refusesATargetForOtherSlatesAndMissingParts() throws {
        let log = try slates()
        let short = try SlateTarget(positions: 2, propensities: [0.5, 0.5])
        #expect(code { _ = try StandardSlates().evaluate(log, under: short) }.code == "target.shape")
        let target = try SlateTarget(positions: 2, propensities: [Double](repeating: 0.5, count: 6))
        #expect(code { _ = try IndependentSlates().evaluate(log, under: target) }.code == "slate.marginals")
        #expect(code { _ = try CascadeDoublyRobust().evaluate(log, under: target, model: nil) }.code == "model.missing")
        let model = try SlateModel(positions: 2, shown: [0, 0], next: [0, 0])
        #expect(code { _ = try CascadeDoublyRobust().evaluate(log, under: target, model: model) }.code == "model.shape")
        #expect(code { _ = try SlateModel(positions: 2, shown: [0, .nan], next: [0, 0]) }.code == "model.value")
    }

    @Test(arguments: [0, -1, .nan, .infinity])
    func refusesALimitThatIsNotPositive(_ limit: Double) {
        #expect(code { _ = try StandardSlates(limit: limit) }.code == "parameter")
        #expect(code { _ = try CascadeSlates(limit: limit) }.code == "parameter")
    }

    private func decision(_ number: Int64, _ items: [ItemID], pinned: Bool = false) -> Decision {
        Decision(
            id: DecisionID("d\(number)"), time: Timestamp(milliseconds: number), shopper: nil, surface: .home,
            candidates: CandidateSet(items: items), policyVersion: "test",
            slate: items.enumerated().map { place, item in
                ShownAction(
                    item: item, position: place + 1, propensity: pinned && place == 0 ? 1 : 0.25, source: "s", score: 0,
                    isPinned: pinned && place == 0)
            })
    }

    @Test func joinsDecisionsWithTheirOutcomes() throws {
        let decisions = [decision(0, ["b", "a"]), decision(1, ["a", "c"], pinned: true)]
        let outcomes = [
            Outcome(decision: "d0", events: [], rewards: [1, 0]), Outcome(decision: "d1", events: [], rewards: [0, 2]),
        ]
        let (log, items) = try LoggedSlates.joining(decisions, with: outcomes)
        #expect(items == ["b", "a", "c"])
        #expect(log.actions == [0, 1, 1, 2])
        #expect(log.propensities == [0.25, 0.25, 1, 0.25])
        #expect(log.isPinned == [false, false, true, false])
        #expect(log.rewards == [1, 0, 0, 2])
    }

    @Test func refusesSlatesOfDifferingLengthAndForeignOutcomes() {
        let decisions = [decision(0, ["a", "b"]), decision(1, ["a"])]
        let outcomes = [
            Outcome(decision: "d0", events: [], rewards: [1, 0]), Outcome(decision: "d1", events: [], rewards: [0]),
        ]
        let (length, message) = code { _ = try LoggedSlates.joining(decisions, with: outcomes) }
        #expect(length == "log.shape")
        #expect(message.contains("decision 1"))
        let swapped = [decision(0, ["a", "b"]), decision(1, ["a", "c"])]
        #expect(code { _ = try LoggedSlates.joining(swapped, with: outcomes.reversed()) }.code == "log.outcome")
    }
}
