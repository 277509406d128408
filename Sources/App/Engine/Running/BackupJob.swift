public import Commerce
public import Foundation
public import Ledger

/// Copies a shop while it is served, and lays a copy out again.
public struct BackupJob: Sendable {
    public let interruption: Interruption

    public init(interruption: Interruption = Interruption()) { self.interruption = interruption }

    /// Takes along the ledger, the models, the keys and the secret.
    ///
    /// - Throws: what `ShopBackup.make` throws, ``EngineError`` `backup.interrupted`; nothing is left behind.
    public func run(
        of shop: ShopFolder, to target: URL, time: any TimeSource, progress: @escaping ProgressHandler = { _ in }
    ) throws -> BackupManifest {
        try ShopBackup(target).make(
            of: shop.url, with: [shop.keys.lastPathComponent, shop.secret.lastPathComponent],
            application: "equipoise \(Release.version)", at: time.now(),
            progress: { try step(.backingUp, $0, progress) })
    }

    /// - Throws: what `ShopBackup.restore` throws, ``EngineError`` `backup.interrupted`; nothing is left behind.
    public func restore(
        _ backup: URL, to shop: ShopFolder, progress: @escaping ProgressHandler = { _ in }
    ) throws -> BackupManifest {
        try ShopBackup(backup).restore(to: shop.url) { try step(.restoring, $0, progress) }
    }

    private func step(_ stage: JobProgress.Stage, _ share: Double, _ progress: ProgressHandler) throws {
        guard !interruption.isRequested else {
            throw EngineError(
                code: "backup.interrupted", message: "interrupted; nothing was left behind", remedy: "run it again")
        }
        progress(JobProgress(stage, completed: Int(share * 100), of: 100, .steps, fraction: share))
    }
}
