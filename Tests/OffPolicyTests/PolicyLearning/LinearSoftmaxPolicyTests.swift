import Commerce
import Explore
import Foundation
import Linear
import OffPolicy
import Testing

struct LinearSoftmaxPolicyTests {
    /// Scores at x = (3, 5): z = (1, 2); arm a 1 + 0.5 * 1 - 2, arm b 2 * 1 + 0.25 * 2.
    private func policy(temperature: Double = 1, floor: Double = 0) throws -> LinearSoftmaxPolicy {
        try LinearSoftmaxPolicy(
            arms: ["a", "b"], means: [1, 1], scales: [2, 2], weights: [0.5, -1, 2, 0.25], intercepts: [1, 0],
            temperature: temperature, floor: floor)
    }

    private func log() throws -> LoggedDecisions {
        try LoggedDecisions(
            arms: ["a", "b"], actions: [0, 1], rewards: [0, 1], propensities: [0.5, 0.5],
            contexts: Matrix(rows: 2, columns: 2, values: [3, 5, 1, 1]))
    }

    private func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch { return (error as? OffPolicyError)?.code ?? (error as? ExploreError)?.code }
    }

    @Test func probabilitiesAreTheSoftmaxOfStandardisedScores() throws {
        let target = try policy(temperature: 2, floor: 0.2).targetProbabilities(for: log())
        let odds = exp((-0.5 - 2.5) / 2.0)
        #expect(abs(target[0, 0] - (0.8 * odds / (1 + odds) + 0.1)) < 1e-12)
        // At the means only the intercepts speak.
        let even = exp(0.5)
        #expect(abs(target[1, 0] - (0.8 * even / (1 + even) + 0.1)) < 1e-12)
    }

    @Test func temperatureZeroIsGreedyAndSharesTies() throws {
        #expect(try policy(temperature: 0).targetProbabilities(for: log()).values == [0, 1, 1, 0])
        #expect(try policy(temperature: 0).isDeterministic)
        #expect(try !policy(temperature: 0, floor: 0.1).isDeterministic)
        let tied = try LinearSoftmaxPolicy(
            arms: ["a", "b", "c"], means: [], scales: [], weights: [], intercepts: [1, 1, 0], temperature: 0)
        let choice = try LoggedDecisions(
            arms: ["a", "b", "c"], actions: [0, 1], rewards: [0, 0], propensities: [1, 1])
        #expect(try tied.targetProbabilities(for: choice).values == [0.5, 0.5, 0])
    }

    @Test func decidingAgreesWithTheProbabilitiesForALog() throws {
        var generator = SeededGenerator(seed: 1)
        let policy = try policy(floor: 0.1)
        let context = DecisionContext(features: [3, 5])
        let all = try policy.distribution(over: ActionSet(keys: [1, 0]), in: context, using: &generator)
        let target = try policy.targetProbabilities(for: log())
        #expect(abs(all.probabilities[0] - target[0, 1]) < 1e-12)
        let one = try policy.distribution(over: ActionSet(keys: [0]), in: context, using: &generator)
        #expect(one.probabilities == [1])
    }

    @Test func jsonBringsThePolicyBackAndIsTheSameEachTime() throws {
        let policy = try policy(temperature: 0.3, floor: 0.05)
        let json = try policy.json()
        #expect(try LinearSoftmaxPolicy(json: json) == policy)
        #expect(try policy.json() == json)
    }

    @Test(arguments: [
        ("{", "policy.json"), ("[1]", "policy.json"), (#"{"kind":"tree"}"#, "policy.kind"),
        (#"{"kind":"linear-softmax","arms":["a"]}"#, "policy.json"),
        (
            #"{"kind":"linear-softmax","arms":["a","b"],"means":[0],"scales":[1],"weights":[1],"intercepts":[0,0]}"#,
            "policy.shape"
        ),
        (
            #"{"kind":"linear-softmax","arms":["a","a"],"means":[],"scales":[],"weights":[],"intercepts":[0,0]}"#,
            "policy.shape"
        ),
        (
            #"{"kind":"linear-softmax","arms":["a","b"],"means":[0],"scales":[0],"weights":[1,1],"intercepts":[0,0]}"#,
            "policy.value"
        ),
        (
            #"{"kind":"linear-softmax","arms":["a"],"means":[],"scales":[],"weights":[],"intercepts":[0],"floor":2}"#,
            "parameter"
        ),
    ])
    func refusesAFileThatIsNoSuchPolicy(_ text: String, _ expected: String) {
        #expect(code { _ = try LinearSoftmaxPolicy(json: Data(text.utf8)) } == expected)
    }

    @Test func refusesOtherArmsAndContexts() throws {
        let policy = try policy()
        let arms = try LoggedDecisions(
            arms: ["b", "a"], actions: [0], rewards: [0], propensities: [1], contexts: Matrix(rows: 1, columns: 2))
        let narrow = try LoggedDecisions(
            arms: ["a", "b"], actions: [0], rewards: [0], propensities: [1], contexts: Matrix(rows: 1, columns: 1))
        let broken = try LoggedDecisions(
            arms: ["a", "b"], actions: [0], rewards: [0], propensities: [1],
            contexts: Matrix(rows: 1, columns: 2, values: [1, .nan]))
        #expect(code { _ = try policy.targetProbabilities(for: arms) } == "policy.arm")
        #expect(code { _ = try policy.targetProbabilities(for: narrow) } == "policy.context")
        #expect(code { _ = try policy.targetProbabilities(for: broken) } == "policy.context")
        var generator = SeededGenerator(seed: 1)
        let context = DecisionContext(features: [0, 0])
        #expect(
            code { _ = try policy.distribution(over: ActionSet(keys: [2]), in: context, using: &generator) }
                == "policy.arm")
        #expect(
            code {
                _ = try policy.distribution(over: ActionSet(keys: [0]), in: DecisionContext(), using: &generator)
            } == "policy.context")
    }
}
