import Commerce
import Foundation
public import Ledger

/// What is set for a served shop, by the name under which its changes are recorded.
enum ShopSubject: String, Sendable {
    case alert, dials, erasure, evaluation, policies, rules, schedule, snapshot, training
}

extension SQLiteLedger {
    /// A setting as it was left; nothing when nobody has set it.
    ///
    /// - Throws: ``EngineError`` `setting.unreadable` for one that a later version of the program wrote.
    func setting<Value: Decodable>(_ type: Value.Type, of subject: ShopSubject) throws -> Value? {
        guard let change = try latestChange(of: subject.rawValue) else { return nil }
        do {
            return try JSONDecoder().decode(type, from: Data(change.content.utf8))
        } catch {
            throw EngineError(
                code: "setting.unreadable",
                message: "the setting '\(subject.rawValue)' of \(change.time) by '\(change.author)' cannot be read",
                remedy: "serve the shop with the version that wrote it", cause: error)
        }
    }
}

extension ChangeRecord {
    /// - Parameter content: as it is from now on.
    init(_ subject: ShopSubject, _ action: String, by author: String, at time: Timestamp, _ content: some Encodable)
        throws
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.init(
            time: time, author: author, subject: subject.rawValue, action: action,
            content: String(decoding: try encoder.encode(content), as: UTF8.self))
    }
}

extension LiveShop {
    /// Writes down what was set, and by whom. What it returns from is on the disk.
    @discardableResult
    nonisolated func record(
        _ subject: ShopSubject, _ action: String, by author: String, _ content: some Encodable
    ) throws -> ChangeRecord {
        try ledger.record(ChangeRecord(subject, action, by: author, at: time.now(), content))
    }

    /// What was set and who set it, from the newest backwards. See ``ChangeStore/changes(of:before:limit:)``.
    public nonisolated func changes(
        of subject: String? = nil, before id: Int64? = nil, limit: Int = 100
    ) throws -> [ChangeRecord] {
        try ledger.changes(of: subject, before: id, limit: limit)
    }
}
