import Commerce

/// What an operator turns while a shop is served: how much it explores, and how much its lists stay the same.
public struct LiveDials: Sendable, Hashable {
    public var policy: PolicyChoice
    public var consistency: ConsistencyDials

    public init(policy: PolicyChoice, consistency: ConsistencyDials = ConsistencyDials()) {
        self.policy = policy
        self.consistency = consistency
    }
}

extension LiveDials: Codable {
    private enum CodingKeys: String, CodingKey { case policy, familiarity, shared, windowSeconds }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            policy: PolicyChoice(container.decode(String.self, forKey: .policy)),
            consistency: ConsistencyDials(
                familiarity: container.decodeIfPresent(Double.self, forKey: .familiarity) ?? 0,
                shared: container.decodeIfPresent(Double.self, forKey: .shared) ?? 0,
                windowSeconds: container.decodeIfPresent(Double.self, forKey: .windowSeconds) ?? 0))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(policy.name, forKey: .policy)
        try container.encode(consistency.familiarity, forKey: .familiarity)
        try container.encode(consistency.shared, forKey: .shared)
        try container.encode(consistency.windowSeconds, forKey: .windowSeconds)
    }
}

extension ConsistencyDials {
    private static let longestWindow = Duration.days(30)

    public var windowSeconds: Double { window / .seconds(1) }

    /// As an operator gives them.
    ///
    /// - Throws: ``EngineError`` `dials.range` for a dial out of its range.
    public init(familiarity: Double, shared: Double, windowSeconds: Double) throws {
        for (name, value) in [("familiarity", familiarity), ("shared", shared)] {
            guard (0...1).contains(value) else {
                throw EngineError(code: "dials.range", message: "'\(name)' must be in [0, 1]; got \(value)")
            }
        }
        let longest = Self.longestWindow / .seconds(1)
        guard (0...longest).contains(windowSeconds) else {
            throw EngineError(
                code: "dials.range", message: "'windowSeconds' must be in [0, \(Int(longest))]; got \(windowSeconds)")
        }
        self.init(familiarity: familiarity, shared: shared, window: .seconds(windowSeconds))
    }
}

extension LiveShop {
    /// Turns the dials, from the next decision on, and keeps them. What was spent and earned stays counted.
    ///
    /// - Throws: ``EngineError`` `dials.range` for a dial out of its range, `policies.trial` for another policy while one is
    ///   on trial beside the one that decides, `LedgerError` when they cannot be kept; then nothing changes.
    public func turn(_ dials: LiveDials, by author: String) throws {
        let given = dials.consistency
        _ = try ConsistencyDials(
            familiarity: given.familiarity, shared: given.shared, windowSeconds: given.windowSeconds)
        if let challenger = programme.onTrial, dials.policy.name != self.dials.policy.name {
            throw EngineError(
                code: "policies.trial",
                message: "'\(challenger.policy)' is on trial beside '\(self.dials.policy.name)'",
                remedy: "roll the trial back first")
        }
        var turned = desk
        try turned.turn(to: dials)
        try record(.dials, "turned", by: author, dials)
        desk = turned
        self.dials = dials
    }
}
