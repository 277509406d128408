public import Commerce
public import Foundation
import Intake

/// A shop's folder copied while it is used, and laid out again elsewhere.
///
/// A backup is a folder of the same form as the shop's, with `backup.json` and `SHA256SUMS` beside: `sha256sum -c` checks it
/// without this program. It is made beside its place and renamed, so that a folder of its name is always whole.
public struct ShopBackup: Sendable {
    static let ledgerFile = "shop.sqlite"
    static let manifestFile = "backup.json"
    static let sumsFile = "SHA256SUMS"

    /// The backup's folder.
    public let folder: URL

    public init(_ folder: URL) { self.folder = folder.standardizedFileURL }

    /// Copies the ledger, then the models that are whole, then files of the shop's folder.
    ///
    /// - Parameters:
    ///   - shop: the folder of a shop that may be served meanwhile.
    ///   - files: names in it that are taken along where they are.
    ///   - progress: told the share that is done; when it throws, nothing is left behind.
    /// - Throws: ``LedgerError`` `backup.exists`, `backup.unsound` for a ledger that is damaged, `backup.full`,
    ///   `backup.unwritable`, `ledger.missing` and what reading a ledger throws.
    @discardableResult
    public func make(
        of shop: URL, with files: [String], application: String, at time: Timestamp,
        progress: (Double) throws -> Void = { _ in }
    ) throws -> BackupManifest {
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw LedgerError(
                code: "backup.exists", message: "there is something at \(folder.path) already",
                remedy: "name a place where nothing is, such as one with the date in its name")
        }
        let ledger = try SQLiteLedger(folder: shop)
        return try BackupFolder.making(folder) { incoming in
            try ledger.copy(to: incoming.appending(path: Self.ledgerFile)) { try progress(0.6 * $0) }
            var manifest = BackupManifest(
                format: BackupManifest.newestFormat, application: application, created: time, events: 0, decisions: 0,
                snapshots: try Self.copySnapshots(of: shop, to: incoming))
            for name in files where FileManager.default.fileExists(atPath: shop.appending(path: name).path) {
                try BackupFolder.copy(shop.appending(path: name), to: incoming.appending(path: name))
            }
            try progress(0.7)
            try Self.check(incoming, &manifest)
            try progress(0.9)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            try BackupFolder.write(encoder.encode(manifest), to: incoming.appending(path: Self.manifestFile))
            let sums = try BackupFolder.files(in: incoming).map { name in
                "\(try ContentHash(ofFile: incoming.appending(path: name).path).hexadecimal)  \(name)\n"
            }
            try BackupFolder.write(Data(sums.joined().utf8), to: incoming.appending(path: Self.sumsFile))
            try progress(1)
            return manifest
        }
    }

    /// Lays the backup out as the folder of a shop, after every hash was checked.
    ///
    /// - Parameter shop: a folder that is not there yet, or empty.
    /// - Throws: ``LedgerError`` `backup.damaged`, `backup.newer`, `backup.occupied`, `backup.full`, `backup.unwritable`;
    ///   nothing is left behind.
    @discardableResult
    public func restore(to shop: URL, progress: (Double) throws -> Void = { _ in }) throws -> BackupManifest {
        let shop = shop.standardizedFileURL
        let there = try? FileManager.default.contentsOfDirectory(atPath: shop.path)
        guard there?.isEmpty ?? !FileManager.default.fileExists(atPath: shop.path) else {
            throw LedgerError(
                code: "backup.occupied", message: "\(shop.path) is not an empty folder",
                remedy: "name a folder that is not there yet; the shop that is there is left as it is")
        }
        let (manifest, names) = try checked { try progress(0.5 * $0) }
        return try BackupFolder.making(shop) { incoming in
            for (place, name) in names.enumerated() {
                try BackupFolder.copy(folder.appending(path: name), to: incoming.appending(path: name))
                try progress(0.5 + 0.5 * Double(place + 1) / Double(names.count))
            }
            return manifest
        }
    }

    /// What the backup says of itself, and the files that make a shop.
    private func checked(progress: (Double) throws -> Void) throws -> (BackupManifest, [String]) {
        let sums = try contents(Self.sumsFile)
        var expected: [String: String] = [:]
        for line in String(decoding: sums, as: UTF8.self).split(separator: "\n") {
            expected[String(line.dropFirst(66))] = String(line.prefix(64))
        }
        let names = try BackupFolder.files(in: folder).filter { $0 != Self.sumsFile }
        guard Set(names) == Set(expected.keys), names.contains(Self.ledgerFile) else {
            throw Self.damaged("\(folder.path) has other files than \(Self.sumsFile) lists")
        }
        for (place, name) in names.enumerated() {
            guard try ContentHash(ofFile: folder.appending(path: name).path).hexadecimal == expected[name] else {
                throw Self.damaged("\(folder.appending(path: name).path) has changed since it was written")
            }
            try progress(Double(place + 1) / Double(names.count))
        }
        let manifest: BackupManifest
        do {
            manifest = try JSONDecoder().decode(BackupManifest.self, from: contents(Self.manifestFile))
        } catch let error as DecodingError {
            throw Self.damaged("\(Self.manifestFile) cannot be read", error)
        }
        guard manifest.format <= BackupManifest.newestFormat else {
            throw LedgerError(
                code: "backup.newer", message: "the backup has format \(manifest.format)",
                remedy: "use a newer Equipoise")
        }
        return (manifest, names.filter { $0 != Self.manifestFile })
    }

    private func contents(_ name: String) throws -> Data {
        do { return try Data(contentsOf: folder.appending(path: name)) } catch {
            throw Self.damaged("\(folder.path) is no backup: \(name) cannot be read", error)
        }
    }

    private static func damaged(_ message: String, _ cause: (any Error)? = nil) -> LedgerError {
        LedgerError(
            code: "backup.damaged", message: message, remedy: "use another backup; nothing was restored", cause: cause)
    }

    /// Snapshots that are whole and stay so while they are copied; one that a training removes meanwhile is left out.
    private static func copySnapshots(of shop: URL, to incoming: URL) throws -> [String] {
        let (store, copies) = (SnapshotStore(dataFolder: shop), SnapshotStore(dataFolder: incoming))
        return try store.versions().filter { version in
            do {
                let manifest = try store.load(version).manifest
                let names = manifest.files.keys + [SnapshotStore.manifestFile, SnapshotStore.checksumFile]
                for name in names {
                    let part = "\(version)/\(name)"
                    try BackupFolder.copy(store.folder.appending(path: part), to: copies.folder.appending(path: part))
                }
                _ = try copies.load(version)
                return true
            } catch let error as LedgerError where error.code.hasPrefix("snapshot.") || error.code == "backup.missing" {
                try? FileManager.default.removeItem(at: copies.folder.appending(path: version))
                return false
            }
        }
    }

    /// The copy is a ledger in which nothing is wrong.
    private static func check(_ incoming: URL, _ manifest: inout BackupManifest) throws {
        let copy = try SQLiteLedger(folder: incoming)
        let findings = try copy.findings()
        guard findings.isEmpty else {
            throw LedgerError(
                code: "backup.unsound", message: "the ledger is damaged: \(findings[0])",
                remedy: "run `equipoise doctor`, and keep the backups that there are")
        }
        let summary = try copy.summary()
        (manifest.events, manifest.decisions) = (summary.events, summary.decisions)
        try copy.close()
    }
}
