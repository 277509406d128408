public import Commerce
import GRDB

/// What an online learner believed of an item at one moment: a normal law.
public struct ItemBelief: Sendable, Hashable, Encodable {
    public var time: Timestamp
    public var mean: Double
    public var deviation: Double
    /// How many answers it rests on, each by what it weighed.
    public var answers: Double

    public init(time: Timestamp, mean: Double, deviation: Double, answers: Double) {
        self.time = time
        self.mean = mean
        self.deviation = deviation
        self.answers = answers
    }
}

extension SQLiteLedger {
    /// Adds what is believed now. A second belief of one item and one moment adds nothing. O(beliefs).
    public func append(_ beliefs: [(item: ItemID, belief: ItemBelief)]) throws {
        try writeInterning { appender, db in
            let insertion = try RawStatement(
                "INSERT OR IGNORE INTO item_belief (item, time, mean, deviation, answers) VALUES (?,?,?,?,?)", in: db)
            for (item, belief) in beliefs {
                insertion.bind(try appender.items.number(of: item.rawValue, in: db), at: 1)
                insertion.bind(belief.time.milliseconds, at: 2)
                insertion.bind(belief.mean, at: 3)
                insertion.bind(belief.deviation, at: 4)
                insertion.bind(belief.answers, at: 5)
                try insertion.run()
            }
        }
    }

    /// Of one item, the oldest first. O(beliefs of the item).
    public func beliefs(of item: ItemID) throws -> [ItemBelief] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT time, mean, deviation, answers FROM item_belief
                    WHERE item = (SELECT id FROM item WHERE name = ?) ORDER BY time
                    """, arguments: [item.rawValue]
            ).map {
                ItemBelief(
                    time: Timestamp(milliseconds: $0["time"]), mean: $0["mean"], deviation: $0["deviation"],
                    answers: $0["answers"])
            }
        }
    }

    /// How many answers the newest belief of each item rests on. O(beliefs).
    public func believedAnswers() throws -> [ItemID: Double] {
        try read { db in
            // With max() SQLite takes the other columns from the row that has it.
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT i.name, b.answers, max(b.time) FROM item_belief b JOIN item i ON i.id = b.item
                    GROUP BY b.item
                    """)
            return Dictionary(uniqueKeysWithValues: rows.map { (ItemID($0["name"]), $0["answers"]) })
        }
    }
}
