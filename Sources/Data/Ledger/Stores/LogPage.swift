public import Commerce

/// A place in a log, from which reading goes on: what stands there was read already.
public struct LogPlace: Sendable, Hashable {
    public var time: Timestamp
    /// What tells entries of one moment apart: the number of arrival of an event, the id of a decision.
    public var key: String

    public init(time: Timestamp, key: String) {
        self.time = time
        self.key = key
    }
}

/// Which way a log is read.
public enum LogDirection: Sendable, Hashable {
    /// From the newest.
    case backwards
    /// From the oldest.
    case forwards
}

/// A part of a log.
///
/// Places do not move: whoever follows ``next`` meets each entry that was there at the beginning once; backwards none that
/// happened meanwhile.
public struct LogPage<Entry: Sendable>: Sendable {
    public var entries: [Entry]
    /// Where the next page begins; nothing on the last.
    public var next: LogPlace?

    public init(entries: [Entry], next: LogPlace?) {
        self.entries = entries
        self.next = next
    }

    /// - Parameter found: with one more than `limit`, when there is more.
    init(_ found: [(place: LogPlace, entry: Entry)], limit: Int) {
        entries = found.prefix(limit).map(\.entry)
        next = found.count > limit && limit > 0 ? found[limit - 1].place : nil
    }
}
