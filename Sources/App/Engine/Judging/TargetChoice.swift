import Foundation

/// A policy to be judged, by the name that the command line uses.
///
/// | name | what it does |
/// | --- | --- |
/// | `logging` | what the log's own policy did |
/// | `uniform` | any action on offer, all alike |
/// | `arm:NAME` | always the same arm |
/// | `best-arm` | the arm that earned most, whoever asks |
/// | `greedy` | the action that a reward model expects most of |
/// | `epsilon-greedy(0.1)` | that, or with that chance any |
/// | `softmax(0.05)` | in proportion to `exp(expected reward / 0.05)` |
/// | `learned` | a policy learned from the log |
/// | `like:FILE` | each arm as often as another Open Bandit log shows it, whoever asks |
/// | a file | a policy, or probabilities, as JSON |
///
/// For logs of lists (`decisions`), the names after `arm:` do not go; instead every name of ``PolicyChoice`` does.
public struct TargetChoice: Sendable, Hashable {
    /// As given.
    public let name: String
    let kind: Kind

    enum Kind: Sendable, Hashable {
        case logging, uniform, bestArm, greedy, learned
        case arm(String)
        case epsilonGreedy(Double)
        case softmax(Double)
        /// A policy for lists alone.
        case lists(PolicyChoice)
        case file(String)
        case like(String)
    }

    /// - Throws: ``EngineError`` `target.unknown` for what is neither a name nor a file, `target.parameter` for a number
    ///   out of its range.
    ///
    /// - Parameter readsFiles: whether a name may be that of a file.
    public init(_ name: String, readsFiles: Bool = true) throws {
        self.name = name
        switch name {
        case "logging": kind = .logging
        case "uniform": kind = .uniform
        case "best-arm": kind = .bestArm
        case "greedy": kind = .greedy
        case "learned": kind = .learned
        case _ where name.hasPrefix("arm:"): kind = .arm(String(name.dropFirst(4)))
        case _ where name.hasPrefix("like:"): kind = .like(String(name.dropFirst(5)))
        case _ where name.prefix { $0 != "(" } == "epsilon-greedy":
            let epsilon = try Self.number(name) ?? 0.1
            guard (0...1).contains(epsilon) else { throw Self.outOfRange(name, "in [0, 1]") }
            kind = .epsilonGreedy(epsilon)
        case _ where name.prefix { $0 != "(" } == "softmax":
            let temperature = try Self.number(name) ?? 0.05
            guard temperature > 0, temperature.isFinite else { throw Self.outOfRange(name, "positive") }
            kind = .softmax(temperature)
        case _ where readsFiles && FileManager.default.fileExists(atPath: name): kind = .file(name)
        default:
            guard let policy = try? PolicyChoice(name) else { throw Self.unknown(name) }
            kind = .lists(policy)
        }
    }

    private static func number(_ name: String) throws -> Double? {
        guard let parts = ParameterisedName(name) else { throw unknown(name) }
        return parts.number
    }

    private static func outOfRange(_ name: String, _ rule: String) -> EngineError {
        EngineError(code: "target.parameter", message: "the number in '\(name)' must be \(rule)")
    }

    private static func unknown(_ name: String) -> EngineError {
        EngineError(
            code: "target.unknown", message: "there is no target '\(name)', and no file of that name",
            remedy:
                "use logging, uniform, best-arm, greedy, epsilon-greedy(0.1), softmax(0.05), learned, arm:NAME, like:FILE, or a "
                + "JSON file; see docs/how-to/judge-a-policy-from-a-log.md")
    }

    /// The same policy for lists, where it has one.
    ///
    /// - Throws: ``EngineError`` `target.budget` for a policy with a budget: how much it would have explored depends on
    ///   what it would have spent and learned before.
    func forLists() throws -> PolicyChoice? {
        switch kind {
        case .lists(let policy) where policy.share != nil:
            throw EngineError(
                code: "target.budget",
                message: "what '\(name)' would have shown cannot be known from a log: it depends on what it would have "
                    + "spent before",
                remedy: "compare it in simulated shops, with equipoise simulate, or in an experiment")
        case .lists(let policy): policy
        case .uniform, .greedy, .epsilonGreedy, .softmax: try PolicyChoice(name)
        case .logging, .bestArm, .learned, .arm, .like, .file: nil
        }
    }
}
