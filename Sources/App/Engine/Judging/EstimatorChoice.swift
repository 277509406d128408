import OffPolicy

/// An estimator, by the name that the command line uses.
///
/// | for single choices | what it does |
/// | --- | --- |
/// | `dm` | the reward model alone |
/// | `ips`, `ips(30)`, `ips(slope)` | inverse propensities: as they are, with weights of at most 30, with a limit that the log chooses |
/// | `snips` | self-normalised |
/// | `dr`, `dr(30)`, `dr(slope)` | doubly robust |
/// | `sndr` | self-normalised doubly robust |
/// | `switch-dr`, `switch-dr(10)` | the model alone where weights are above a threshold: SLOPE's, or 10 |
/// | `dros`, `dros(100)` | doubly robust with optimistic shrinkage: of SLOPE's strength, or 100 |
/// | `replay` | decisions at which the target would have done the same |
///
/// | for lists | what a reward may depend on |
/// | --- | --- |
/// | `sips`, `snsips` | on the whole list |
/// | `rips`, `snrips` | on its position and those above |
/// | `iips`, `sniips` | on its position alone |
public struct EstimatorChoice: Sendable {
    /// As given.
    public let name: String
    fileprivate let kind: Kind

    fileprivate enum Kind: Sendable {
        case choices(any OffPolicyEstimator)
        case lists(any SlateEstimator)
    }

    /// - Throws: ``EngineError`` `estimator.unknown` for a name that is not in the tables, `OffPolicyError` `parameter`
    ///   for a number out of its range.
    public init(_ name: String) throws {
        self.name = name
        if let single = try Self.single(name) {
            kind = .choices(single)
        } else if let slates = try Self.slates(name) {
            kind = .lists(slates)
        } else {
            throw EngineError(
                code: "estimator.unknown", message: "there is no estimator '\(name)'",
                remedy: "use dm, ips, snips, dr, sndr, switch-dr, dros or replay for single choices, "
                    + "sips, snsips, rips, snrips, iips or sniips for lists")
        }
    }

    /// Several, separated by commas.
    public static func list(_ names: String) throws -> [EstimatorChoice] {
        try ParameterisedName.list(names).map(EstimatorChoice.init)
    }

    private static func single(_ name: String) throws -> (any OffPolicyEstimator)? {
        switch name {
        case "ips(slope)": return try TunedEstimator.clippedInversePropensity()
        case "dr(slope)": return try TunedEstimator.clippedDoublyRobust()
        case "switch-dr(slope)": return try TunedEstimator.switchDoublyRobust()
        case "dros(slope)": return try TunedEstimator.shrunkDoublyRobust()
        default: break
        }
        guard let parts = ParameterisedName(name) else { return nil }
        return switch (parts.word, parts.number) {
        case ("dm", nil): DirectMethod()
        case ("ips", nil): InversePropensity()
        case ("ips", let limit?): try InversePropensity(limit: limit)
        case ("snips", nil): SelfNormalisedInversePropensity()
        case ("dr", nil): DoublyRobust()
        case ("dr", let limit?): try DoublyRobust(limit: limit)
        case ("sndr", nil): SelfNormalisedDoublyRobust()
        case ("switch-dr", nil): try TunedEstimator.switchDoublyRobust()
        case ("switch-dr", let threshold?): try SwitchDoublyRobust(threshold: threshold)
        case ("dros", nil): try TunedEstimator.shrunkDoublyRobust()
        case ("dros", let strength?): try ShrunkDoublyRobust(strength: strength)
        case ("replay", nil): Replay()
        default: nil
        }
    }

    private static func slates(_ name: String) throws -> (any SlateEstimator)? {
        switch name {
        case "sips": try StandardSlates()
        case "snsips": try StandardSlates(selfNormalised: true)
        case "rips": try CascadeSlates()
        case "snrips": try CascadeSlates(selfNormalised: true)
        case "iips": try IndependentSlates()
        case "sniips": try IndependentSlates(selfNormalised: true)
        default: nil
        }
    }
}

extension [EstimatorChoice] {
    /// - Throws: ``EngineError`` `estimator.lists` for one that only judges lists.
    func forChoices() throws -> [any OffPolicyEstimator] {
        guard !isEmpty else {
            return [DirectMethod(), InversePropensity(), SelfNormalisedInversePropensity(), DoublyRobust()]
        }
        return try map { choice in
            guard case .choices(let estimator) = choice.kind else {
                throw EngineError(
                    code: "estimator.lists", message: "'\(choice.name)' judges lists; this log holds single choices",
                    remedy: "use dm, ips, snips, dr, sndr, switch-dr, dros or replay")
            }
            return estimator
        }
    }

    /// - Throws: ``EngineError`` `estimator.choices` for one that only judges single choices.
    func forLists() throws -> [any SlateEstimator] {
        guard !isEmpty else {
            return [
                try StandardSlates(selfNormalised: true), try CascadeSlates(), try CascadeSlates(selfNormalised: true),
            ]
        }
        return try map { choice in
            guard case .lists(let estimator) = choice.kind else {
                throw EngineError(
                    code: "estimator.choices", message: "'\(choice.name)' judges single choices; this log holds lists",
                    remedy: "use sips, snsips, rips, snrips, iips or sniips")
            }
            return estimator
        }
    }
}
