import Commerce
import Explore
import Foundation
import Testing

struct ReplayTests {
    static let policies: [String] = [
        "greedy", "uniform", "epsilon-greedy(epsilon=0.3)", "plackett-luce(temperature=0.05)",
        "squarecb(gamma=50.0)", "ucb(bonus=1.0)", "thompson(scale=1.0)",
        "directed(strength=0.6, noise=0.1, patience=20.0, examination=[1.0, 0.7, 0.5], profile=[0.0, 1.0])",
    ]

    private func rules() throws -> [Rule] {
        [
            try Rule(name: "pin", action: .pin(item: "i29", position: 3)),
            try Rule(name: "boost", action: .adjust(factor: 1.1, amount: 0.01), selector: ItemSelector(seller: "s1")),
            try Rule(name: "brands", action: .atMost(2, each: .brand)),
            try Rule(name: "garden", action: .atLeast(2), selector: ItemSelector(category: "Home/Garden")),
        ]
    }

    private func decision(_ policy: String, seed: UInt64, ruled: Bool) throws -> (Decision, Decider) {
        let decider = try SmallShop.decider(rules: ruled ? rules() : [], spread: ruled ? 0.4 : 0)
        let decision = try decider.decide(
            SmallShop.request(length: 7, seed: seed),
            among: [SmallShop.list("a", Array(0..<18)), SmallShop.list("b", Array(8..<26))], ranker: RowRanker(decider),
            by: ListChoice(policy: try PolicyRegistry.standard.policy(policy), rate: 0.8))
        return (decision, decider)
    }

    @Test(arguments: policies, [false, true])
    func replaysBitForBitThroughJSON(policy: String, ruled: Bool) throws {
        for seed in 0..<6 as Range<UInt64> {
            let (decision, decider) = try decision(policy, seed: seed, ruled: ruled)
            #expect(decision.policyVersion == policy)
            let read = try JSONDecoder().decode(Decision.self, from: JSONEncoder().encode(decision))
            #expect(read == decision)
            #expect(try Replay().check(read).differences == [])
            let report = try Replay().check(read, ranker: RowRanker(decider)) { decider.items.row(of: $0) }
            #expect(report.differences == [])
        }
    }

    @Test(arguments: policies, [false, true])
    func theSamePolicyGivesTheLoggedPropensities(policy: String, ruled: Bool) throws {
        for seed in 0..<4 as Range<UInt64> {
            let (decision, _) = try decision(policy, seed: seed, ruled: ruled)
            var generator = SeededGenerator(seed: 0)
            let answer = try Replay().propensities(
                of: decision, under: PolicyRegistry.standard.policy(policy), rate: 0.8, using: &generator)
            #expect(answer.values.count == decision.slate.count)
            for (place, shown) in decision.slate.enumerated() {
                #expect(abs(answer.values[place] - shown.propensity) < 1e-12)
            }
        }
    }

    @Test func namesWhatDiffers() throws {
        let (decision, decider) = try decision("plackett-luce(temperature=0.05)", seed: 3, ruled: true)
        func differences(_ edit: (inout Decision) -> Void) throws -> String {
            var changed = decision
            edit(&changed)
            return try Replay().check(changed).differences.joined(separator: "\n")
        }
        #expect(try differences { $0.slate[1].propensity *= 0.5 }.contains("position 2: propensity is"))
        #expect(try differences { $0.slate.removeLast() }.contains("the list has 6 positions; the replay 7"))
        #expect(try differences { $0.seed = 4 }.contains("position 1: item is"))
        #expect(try differences { $0.exploration.spent += 1 }.contains("spent is"))
        #expect(try !differences { $0.candidates.means[2] += 0.5 }.isEmpty)
        #expect(try !differences { $0.rules.removeFirst() }.isEmpty)
        var ranker = RowRanker(decider)
        ranker.means[4] = 0.5
        let report = try Replay().check(decision, ranker: ranker) { decider.items.row(of: $0) }
        #expect(report.differences.count == 1 && report.differences[0].contains("candidate 'i4': mean and variance"))
        ranker.version = "rows#1"
        #expect(throws: ExploreError.self) {
            try Replay().check(decision, ranker: ranker) { decider.items.row(of: $0) }
        }
    }

    @Test func refusesARecordThatHoldsTooLittle() throws {
        let (decision, _) = try decision("greedy", seed: 3, ruled: true)
        func refuse(_ edit: (inout Decision) -> Void) {
            var changed = decision
            edit(&changed)
            #expect(throws: ExploreError.self) { try Replay().check(changed) }
        }
        refuse { $0.candidates.means = [] }
        refuse { $0.candidates.kinds = [] }
        refuse {
            $0.candidates.items[20] = "other"
            $0.rules[0].items = ["strange"]
        }
        refuse { $0.policyVersion = "astrology" }
        refuse { $0.policyVersion = "plackett-luce(temperature=hot)" }
        refuse { $0.policyVersion = "plackett-luce(temperature=0.1, moon=1)" }
    }

    @Test func listsThatBreakTheRulesHaveNoPropensity() throws {
        let (decision, _) = try decision("uniform", seed: 3, ruled: true)
        var changed = decision
        changed.slate.swapAt(2, 4)
        var generator = SeededGenerator(seed: 0)
        #expect { try Replay().propensities(of: changed, under: UniformSlate(), rate: 1, using: &generator) } throws: {
            "\($0)".contains("position 3 of the list is pinned to another item")
        }
    }

    @Test func takesVersionsApart() throws {
        let version = try PolicyVersion("directed(strength=0.5, profile=[0.0, 1.0],patience=20.0)")
        #expect(version.name == "directed" && version.parameters.count == 3)
        #expect(try version.numbers("profile") == [0, 1])
        #expect(try version.number("patience") == 20 && version.whole("patience") == 20)
        #expect(try version.number("missing", or: 3) == 3 && version.numbers("missing").isEmpty)
        for bad in ["", "(a=1)", "x(a=1", "x(a)", "x(a=1,a=2)"] {
            #expect(throws: ExploreError.self) { try PolicyVersion(bad) }
        }
    }
}
