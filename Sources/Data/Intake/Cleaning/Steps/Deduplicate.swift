public import Commerce

/// Keeps the first of events that are the same.
///
/// O(events) expected. Events are found by a 64-bit hash and then compared, so different ones are never taken for one.
public struct Deduplicate: CleaningStep {
    public static let name = "deduplicate"
    public static let parameters = ["by"]

    public enum Sameness: String, Sendable, Hashable, Codable {
        /// Equal in every field.
        case content
        /// Of the same source identity; events without one are all kept.
        case identity
    }

    public let by: Sameness

    public init(by sameness: Sameness = .content) { by = sameness }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        by = try container.decodeIfPresent(Sameness.self, forKey: .by) ?? .content
    }

    public func apply(_ fitted: FittedValues, to events: inout [Event]) -> StepEffect {
        switch by {
        case .identity:
            var seen: Set<EventID> = []
            events.removeAll { event in event.id.map { !seen.insert($0).inserted } ?? false }
        case .content:
            var index = HashIndex(limit: .max)
            // Where the first event of each hash ended up.
            var places: [Int] = []
            var kept = 0
            for place in events.indices {
                let hash = EventHashes(events[place]).content(of: events[place])
                if let found = index.insert(hash) {
                    // Events whose hashes collide by chance stay both.
                    if found.isNew {
                        places.append(kept)
                    } else if events[places[found.row]] == events[place] {
                        continue
                    }
                }
                if kept != place { events.swapAt(kept, place) }
                kept += 1
            }
            events.removeSubrange(kept...)
        }
        return StepEffect()
    }
}
