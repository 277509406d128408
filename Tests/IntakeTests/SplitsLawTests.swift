import Commerce
import Intake
import Testing

/// What holds for every split of any interactions.
@Suite("Laws of all splits")
struct SplitLawTests {
    static func plans(seed: UInt64) throws -> [SplitPlan] {
        [
            .leaveLastOut(try LeaveLastOut()),
            .leaveLastOut(try LeaveLastOut(validation: true, minimumEvents: 4, repeats: .keep)),
            .time(try TimeSplit(test: .share(0.7))),
            .time(
                try TimeSplit(
                    test: .share(0.8), validation: .share(0.6), repeats: .keep, newShoppers: .keep, newItems: .drop)),
            .time(try TimeSplit(test: .instant(Timestamp(seconds: 35)), validation: .instant(Timestamp(seconds: 25)))),
            .stratified(try StratifiedSplit(seed: seed)),
            .stratified(try StratifiedSplit(training: 0.5, validation: 0.2, seed: seed, repeats: .keep)),
        ]
    }

    @Test("every event goes to exactly one part, and the tally says where", arguments: 0..<100)
    func eventsArePartitioned(seed: UInt64) throws {
        let source = SplitShop.random(seed: seed)
        for plan in try Self.plans(seed: seed) {
            let split = try plan.split(source)
            let tally = split.tally
            #expect(tally.trainingEvents + tally.validationEvents + tally.testEvents == source.count)
            #expect(split.training.count == tally.trainingEvents)
            #expect(split.trainingAndValidation.count == tally.trainingEvents + tally.validationEvents)
            #expect(split.test.count == tally.test.queries)
            #expect(split.validation.count == tally.validation.queries)
            #expect(split.test.reduce(0) { $0 + $1.targets.count } == tally.test.targets)
            #expect(split.training.items == source.items && split.training.shoppers == source.shoppers)
        }
    }

    @Test("a query's history is the shopper's earlier parts, in order, and no target hides in it", arguments: 0..<100)
    func historiesAreTrainingData(seed: UInt64) throws {
        let source = SplitShop.random(seed: seed)
        for plan in try Self.plans(seed: seed) {
            let split = try plan.split(source)
            for (queries, data) in [(split.validation, split.training), (split.test, split.trainingAndValidation)] {
                for query in queries {
                    let owner = try #require(query.owner)
                    var expected = data.history(of: owner)
                    if expected.items.isEmpty { expected.shopper = nil }
                    #expect(query.history == expected)
                    #expect(!query.targets.isEmpty)
                    #expect(Set(query.targets).count == query.targets.count)
                    if plan.dropsRepeats { #expect(Set(query.targets).isDisjoint(with: query.history.items)) }
                    #expect(Set(query.targets).isSubset(of: source.history(of: owner).items))
                }
            }
        }
    }

    @Test("the same plan gives the same split, also after a trip through JSON", arguments: 0..<20)
    func plansAreReproducible(seed: UInt64) throws {
        let source = SplitShop.random(seed: seed)
        for plan in try Self.plans(seed: seed) {
            let copy = try SplitJSON.roundTrip(plan)
            #expect(copy == plan)
            let (first, second) = (try plan.split(source), try copy.split(source))
            #expect(first.test == second.test)
            #expect(first.validation == second.validation)
            #expect(first.training.itemRows == second.training.itemRows)
        }
    }
}

extension SplitPlan {
    fileprivate var dropsRepeats: Bool {
        switch self {
        case .leaveLastOut(let rule): rule.repeats == .drop
        case .time(let rule): rule.repeats == .drop
        case .stratified(let rule): rule.repeats == .drop
        }
    }
}
