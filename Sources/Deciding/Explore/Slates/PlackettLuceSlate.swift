/// A random list in which better candidates tend to come first: softmax without replacement.
///
/// Chance of action a, given the positions before: `exp(m_a / T) / sum of exp(m_i / T)` over what remains (Plackett,
/// "The analysis of permutations", 1975; Luce, "Individual choice behavior", 1959). Drawn by adding Gumbel noise to
/// `m / T` and sorting (Yellott, 1977; Kool, van Hoof and Welling, "Stochastic beams and where to find them", 2019).
/// At rate r each position draws so with chance r and takes the best that remains otherwise. Propensities are exact.
public struct PlackettLuceSlate: PositionwiseSlate, Hashable {
    /// In units of reward: a candidate better by this much is e times as likely.
    public let temperature: Double

    /// - Throws: ``ExploreError`` `parameter` when the temperature is not positive and finite.
    public init(temperature: Double) throws {
        try ExploreError.check(
            temperature > 0 && temperature.isFinite, "PlackettLuceSlate.temperature", "positive and finite",
            got: temperature)
        self.temperature = temperature
    }

    public var version: String { "plackett-luce(temperature=\(temperature))" }
    public var isDeterministic: Bool { false }

    func choice(for actions: ScoredActions) -> PlackettLuceChoice {
        PlackettLuceChoice(actions.means, temperature: temperature)
    }
}
