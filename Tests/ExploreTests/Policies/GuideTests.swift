import Commerce
import Explore
import Linear
import Testing

/// The example of `docs/guide/policies.md`.
@Test func theExampleOfTheGuideRuns() throws {
    let now = Timestamp(seconds: 1_800_000_000)

    let prior = try LinearPosterior(prior: CoefficientPrior(width: 3), noise: .learned(initial: 0.1, worth: 10))
    var policy = try Thompson(SharedModel(prior, forgetting: .halfLife(.days(30))), rewards: 0...1)

    let actions = try ActionSet(keys: [7, 8], width: 3, features: [1, 0.2, 0, 1, 0.9, 1])
    var generator = SeededGenerator(seed: 42)
    let distribution = try policy.distribution(over: actions, in: DecisionContext(time: now), using: &generator)
    let (action, propensity) = distribution.sample(using: &generator)

    try policy.update(
        with: Feedback(
            context: DecisionContext(time: now), key: actions.keys[action],
            features: Array(actions.features[action * 3..<(action + 1) * 3]), reward: 1, propensity: propensity))

    #expect(propensity == distribution.probabilities[action])
    #expect(policy.model.posterior.answers == 1)
}
