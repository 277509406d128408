public import Commerce
import GRDB

/// What happened with an item on one day, in UTC.
public struct ItemDay: Sendable, Hashable, Encodable {
    /// Its first moment.
    public var day: Timestamp
    public var events: [String: Int] = [:]
    /// Settled decisions of the day that showed the item, and those of them in which it was a trial.
    public var shown = 0
    public var explored = 0
    /// What its positions earned in those.
    public var reward = 0.0
}

extension SQLiteLedger {
    /// Day by day from the first that has anything. O(events since then + days).
    public func figures(ofItem item: ItemID, from start: Timestamp) throws -> [ItemDay] {
        try read { db in
            var days: [Int64: ItemDay] = [:]
            func change(_ day: Int64, _ edit: (inout ItemDay) -> Void) {
                edit(&days[day, default: ItemDay(day: Timestamp(milliseconds: day * ItemShowings.day))])
            }
            let events = try Row.fetchAll(
                db,
                sql: """
                    SELECT time / \(ItemShowings.day) day, kind, count(*) n FROM event
                    WHERE time >= ? AND item = (SELECT id FROM item WHERE name = ?) GROUP BY 1, 2
                    """, arguments: [start.milliseconds, item.rawValue])
            for row in events {
                let kind = try EventRow.kind(row["kind"])
                change(row["day"]) { $0.events[kind.rawValue] = row["n"] }
            }
            let showings = try Row.fetchAll(
                db,
                sql: """
                    SELECT day, shown, explored, reward FROM item_day
                    WHERE item = (SELECT id FROM item WHERE name = ?) AND day >= ?
                    """, arguments: [item.rawValue, start.milliseconds / ItemShowings.day])
            for row in showings {
                change(row["day"]) {
                    $0.shown = row["shown"]
                    $0.explored = row["explored"]
                    $0.reward = row["reward"]
                }
            }
            return days.values.sorted { $0.day < $1.day }
        }
    }

    /// Of every item that was shown since then, all days together. O(items shown and days).
    public func showings(from start: Timestamp) throws -> [ItemID: (shown: Int, explored: Int, reward: Double)] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT i.name, sum(shown) shown, sum(explored) explored, sum(reward) reward
                    FROM item_day d JOIN item i ON i.id = d.item WHERE day >= ? GROUP BY d.item
                    """, arguments: [start.milliseconds / ItemShowings.day])
            return Dictionary(
                uniqueKeysWithValues: rows.map { (ItemID($0["name"]), ($0["shown"], $0["explored"], $0["reward"])) })
        }
    }
}

/// Counts how often each item was shown on a day, and what that earned, as outcomes are stored.
///
/// The records of decisions cannot be asked for an item; these sums can, whoever was shown what.
struct ItemShowings {
    static let day: Int64 = 86_400_000

    private struct Key: Hashable {
        var item: Int64
        var day: Int64
    }

    private var sums: [Key: (shown: Int64, explored: Int64, reward: Double)] = [:]

    /// An outcome that is new. O(size of the record).
    ///
    /// - Parameter record: of its decision. A damaged one counts nothing; ``SQLiteLedger/findings()`` tells of it.
    mutating func count(_ outcome: Outcome, of record: [UInt8], items: inout NameTable, in db: Database) throws {
        let decision: Decision
        do throws(BinaryReader.Malformed) { decision = try DecisionRecord.read(record) } catch { return }
        let day = decision.time.milliseconds / Self.day
        for (shown, reward) in zip(decision.slate, outcome.rewards) {
            let key = Key(item: try items.number(of: shown.item.rawValue, in: db), day: day)
            var sum = sums[key] ?? (0, 0, 0)
            sum.shown += 1
            sum.explored += shown.isExploration ? 1 : 0
            sum.reward += reward
            sums[key] = sum
        }
    }

    /// In the transaction that stores the outcomes, so that each counts once.
    func store(in db: Database) throws {
        let upsert = try RawStatement(
            """
            INSERT INTO item_day (item, day, shown, explored, reward) VALUES (?,?,?,?,?)
            ON CONFLICT (item, day) DO UPDATE SET shown = shown + excluded.shown,
                explored = explored + excluded.explored, reward = reward + excluded.reward
            """, in: db)
        for (key, sum) in sums {
            upsert.bind(key.item, at: 1)
            upsert.bind(key.day, at: 2)
            upsert.bind(sum.shown, at: 3)
            upsert.bind(sum.explored, at: 4)
            upsert.bind(sum.reward, at: 5)
            try upsert.run()
        }
    }
}
