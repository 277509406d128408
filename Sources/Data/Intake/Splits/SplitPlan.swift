public import Commerce

/// Any of the splits, as configuration and reports hold it: one JSON object whose `protocol` names the rule and
/// whose other keys are the rule's parameters.
public enum SplitPlan: Sendable, Hashable {
    case leaveLastOut(LeaveLastOut)
    case time(TimeSplit)
    case stratified(StratifiedSplit)

    public static let names = [LeaveLastOut.name, TimeSplit.name, StratifiedSplit.name]

    public var rule: any SplitRule {
        switch self {
        case .leaveLastOut(let rule): rule
        case .time(let rule): rule
        case .stratified(let rule): rule
        }
    }

    public var name: String { type(of: rule).name }

    /// The rule of that name with its usual parameters: a fifth of the events, the latest, for a time split's test.
    ///
    /// - Parameters:
    ///   - validation: whether to hold out as much again for choosing settings.
    ///   - seed: used by the rules that draw.
    /// - Throws: ``IntakeError`` `split.unknown` for another name.
    public init(named name: String, validation: Bool = false, seed: UInt64) throws {
        switch name {
        case LeaveLastOut.name: self = .leaveLastOut(try LeaveLastOut(validation: validation))
        case TimeSplit.name:
            self = .time(try TimeSplit(test: .share(0.8), validation: validation ? .share(0.6) : nil))
        case StratifiedSplit.name:
            self = .stratified(
                try StratifiedSplit(training: validation ? 0.5 : 0.75, validation: validation ? 0.25 : 0, seed: seed))
        default:
            throw IntakeError(
                code: "split.unknown", message: "'\(name)' is not a split",
                remedy: "use one of \(Self.names.joined(separator: ", "))")
        }
    }

    public func split(_ interactions: Interactions) throws -> InteractionSplit { try rule.split(interactions) }
}

extension SplitPlan: Codable {
    private enum CodingKeys: String, CodingKey { case name = "protocol" }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        switch try container.decode(String.self, forKey: .name) {
        case LeaveLastOut.name: self = .leaveLastOut(try LeaveLastOut(from: decoder))
        case TimeSplit.name: self = .time(try TimeSplit(from: decoder))
        case StratifiedSplit.name: self = .stratified(try StratifiedSplit(from: decoder))
        case let other:
            throw DecodingError.dataCorruptedError(
                forKey: .name, in: container,
                debugDescription: "'\(other)' is not one of \(Self.names.joined(separator: ", "))")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try rule.encode(to: encoder)
    }
}
