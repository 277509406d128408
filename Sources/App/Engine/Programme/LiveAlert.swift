public import Commerce
import Foundation
import Ledger

/// Something that an operator should know of.
public struct LiveAlert: Sendable, Hashable, Encodable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Lists earn otherwise than is expected of them: shoppers have changed, or what is counted has.
        case drift
        case trainingFailed, snapshotDamaged, trialPassed, trialRolledBack, scheduleFailed
    }

    public var number: Int64
    public var time: Timestamp
    public var kind: Kind
    public var message: String
}

extension LiveShop {
    private struct Content: Codable {
        var message: String
    }

    /// Writes an alert down, so that it is there after a restart.
    nonisolated func alert(_ kind: LiveAlert.Kind, _ message: String) throws {
        try record(.alert, kind.rawValue, by: Self.name, Content(message: message))
    }

    /// Alerts where nobody waits who could be told that it cannot be written down; then the task says so.
    nonisolated func tell(_ kind: LiveAlert.Kind, _ message: String, of task: Int) {
        do { try alert(kind, message) } catch {
            board.change(task) { $0.error = ($0.error ?? "") + "; and the alert cannot be kept: \(error)" }
        }
    }

    /// The newest first.
    public nonisolated func alerts(before number: Int64? = nil, limit: Int = 50) throws -> [LiveAlert] {
        try changes(of: ShopSubject.alert.rawValue, before: number, limit: limit).compactMap { change in
            guard let kind = LiveAlert.Kind(rawValue: change.action), let number = change.id else { return nil }
            let content = try JSONDecoder().decode(Content.self, from: Data(change.content.utf8))
            return LiveAlert(number: number, time: change.time, kind: kind, message: content.message)
        }
    }

    /// Tells of detections that have come since the last time.
    func noteDrift(since before: [Surface: Int]) throws {
        for (surface, count) in desk.control.driftsOfSurfaces where count > before[surface] ?? 0 {
            try alert(.drift, "lists on '\(surface)' earn otherwise than expected")
            hasDrifted = true
        }
    }
}
