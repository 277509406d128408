/// Makes slate policies from the versions that decisions keep.
public struct PolicyRegistry: Sendable {
    public typealias Maker = @Sendable (PolicyVersion) throws -> any SlatePolicy
    private var makers: [String: Maker]

    /// Knows no policy.
    public init() { makers = [:] }

    /// The policies of this module.
    public static let standard: PolicyRegistry = {
        var registry = PolicyRegistry()
        registry.register("greedy") {
            try $0.allow()
            return GreedySlate()
        }
        registry.register("uniform") {
            try $0.allow()
            return UniformSlate()
        }
        registry.register("epsilon-greedy") {
            try $0.allow(only: "epsilon")
            return try EpsilonGreedySlate(epsilon: $0.number("epsilon"))
        }
        registry.register("plackett-luce") {
            try $0.allow(only: "temperature")
            return try PlackettLuceSlate(temperature: $0.number("temperature"))
        }
        registry.register("squarecb") {
            try $0.allow(only: "gamma")
            return try SquareCBSlate(gamma: $0.number("gamma"))
        }
        registry.register("ucb") {
            try $0.allow(only: "bonus")
            return try UCBSlate(bonus: $0.number("bonus"))
        }
        registry.register("thompson") {
            try $0.allow(only: "scale")
            return try ThompsonSlate(scale: $0.number("scale"))
        }
        registry.register("directed") {
            try $0.allow(only: "strength", "noise", "patience", "examination", "profile")
            return try DirectedSlate(
                strength: $0.number("strength"), noise: $0.number("noise"), patience: $0.number("patience"),
                examination: $0.numbers("examination"), profile: $0.numbers("profile"))
        }
        return registry
    }()

    /// Adds a kind of policy, or replaces it.
    public mutating func register(_ name: String, _ make: @escaping Maker) { makers[name] = make }

    public var names: [String] { makers.keys.sorted() }

    /// - Throws: ``ExploreError`` `policy.unknown` for a name that was not registered, `policy.version` for a text that
    ///   does not parse, and what the policy says of its parameters.
    public func policy(_ version: String) throws -> any SlatePolicy {
        let parsed = try PolicyVersion(version)
        guard let make = makers[parsed.name] else {
            throw ExploreError(
                code: "policy.unknown",
                message: "policy '\(parsed.name)' is not known; known are \(names.joined(separator: ", "))",
                remedy: "register it, or replay with the release that made the decision")
        }
        return try make(parsed)
    }
}
