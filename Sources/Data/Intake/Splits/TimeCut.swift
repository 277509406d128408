public import Commerce

/// An instant that divides events, given as such or by the share of all events that are to lie before it.
///
/// In JSON a number is a share and a text is an ISO 8601 time.
public enum TimeCut: Sendable, Hashable {
    /// In (0, 1). Events of the same instant stay together, after the cut; so fewer than the share may lie before.
    case share(Double)
    case instant(Timestamp)

    /// - Parameter sorted: the times of all events, ascending; not empty.
    func instant(in sorted: [Timestamp]) -> Timestamp {
        switch self {
        case .instant(let instant): instant
        case .share(let share): sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        }
    }

    /// Whether this cut can come before the other, as far as that can be said without data.
    func mayPrecede(_ other: TimeCut) -> Bool {
        switch (self, other) {
        case (.share(let own), .share(let others)): own < others
        case (.instant(let own), .instant(let others)): own < others
        default: true
        }
    }

    /// - Throws: ``IntakeError`` `split.parameter` when a share is out of range.
    func check() throws {
        if case .share(let share) = self, !(share > 0 && share < 1) {
            throw IntakeError.split("TimeCut.share", "in (0, 1)", got: share)
        }
    }
}

extension TimeCut: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let share = try? container.decode(Double.self) {
            self = .share(share)
        } else {
            self = .instant(try container.decode(Timestamp.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .share(let share): try container.encode(share)
        case .instant(let instant): try container.encode(instant)
        }
    }
}

extension TimeCut: CustomStringConvertible {
    public var description: String {
        switch self {
        case .share(let share): "\(share)"
        case .instant(let instant): instant.iso8601
        }
    }
}
