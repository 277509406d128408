import Commerce
public import Foundation

/// The snapshots of a shop: one folder each under `models` in the data folder.
///
/// ```
/// models/2026-11-21T074109.250Z/
///     manifest.json            what it is, and the SHA-256 of every file below
///     manifest.sha256          of the manifest; `sha256sum -c` reads it
///     shoppers.jsonl           identifiers by row, one JSON string a line
///     items.jsonl
///     item-knn.safetensors     one file per model
/// ```
/// A snapshot is written beside, synced and renamed, so that a folder with a version's name is always whole; what
/// is damaged later is found by its hashes.
public struct SnapshotStore: Sendable {
    static let manifestFile = "manifest.json"
    static let checksumFile = "manifest.sha256"
    static let shopperFile = "shoppers.jsonl"
    static let itemFile = "items.jsonl"

    /// The folder that holds the snapshots' folders.
    public let folder: URL

    /// - Parameter dataFolder: the shop's; `models` in it is made by the first ``save(_:)``.
    public init(dataFolder: URL) { folder = dataFolder.appendingPathComponent("models", isDirectory: true) }

    /// All versions, oldest first, whether good or not.
    public func versions() throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            // Names first: what is being saved beside them may be gone before it is looked at.
            return try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { SnapshotVersion.isVersion($0) && isFolder($0) }.sorted()
        } catch {
            throw LedgerError(
                code: "snapshot.unreadable", message: "the folder \(folder.path) cannot be read",
                remedy: "check that this user may read the data folder", cause: error)
        }
    }

    private func isFolder(_ name: String) -> Bool {
        let path = folder.appendingPathComponent(name).path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.type] as? FileAttributeType == .typeDirectory
    }

    /// Removes the oldest snapshots until at most `count` remain, except those named; and what interrupted saves
    /// and removals left behind.
    ///
    /// A folder loses its name before its files, so that an interruption leaves no half snapshot. A save counts as
    /// interrupted when it began before the oldest snapshot that is kept.
    /// - Precondition: `count` is positive.
    /// - Returns: the versions removed, oldest first.
    @discardableResult
    public func prune(keeping count: Int, sparing spared: Set<String> = []) throws -> [String] {
        precondition(count > 0, "SnapshotStore.prune(keeping:) must be positive")
        let versions = try versions()
        var removed: [String] = []
        for version in versions.dropLast(count) where !spared.contains(version) {
            let doomed = folder.appendingPathComponent(".removed-\(UUID().uuidString)").path
            guard try DurableFiles.rename(folder: folder.appendingPathComponent(version).path, to: doomed) else {
                continue
            }
            removed.append(version)
        }
        if let oldest = versions.suffix(count).first { sweep(before: changed(oldest)) }
        return removed
    }

    /// The versions in which a shopper's name stands, oldest first. O(names of all snapshots).
    ///
    /// - Throws: ``LedgerError`` `snapshot.corrupt` for one whose names cannot be read; it may hold any.
    public func versions(naming names: Set<String>) throws -> [String] {
        try versions().filter { version in
            let file = folder.appendingPathComponent(version).appendingPathComponent(Self.shopperFile)
            guard let data = FileManager.default.contents(atPath: file.path) else { return false }
            let known: Vocabulary<Shopper> = try NameFile.vocabulary(data, file: "\(version)/\(Self.shopperFile)")
            return names.contains { known.row(of: ShopperID($0)) != nil }
        }
    }

    /// Removes one snapshot; nothing happens when there is none of the name.
    public func remove(_ version: String) throws {
        guard try versions().contains(version) else { return }
        let doomed = folder.appendingPathComponent(".removed-\(UUID().uuidString)")
        _ = try DurableFiles.rename(folder: folder.appendingPathComponent(version).path, to: doomed.path)
        do { try FileManager.default.removeItem(at: doomed) } catch {
            throw LedgerError(
                code: "snapshot.unwritable", message: "the files of snapshot \(version) cannot be removed",
                remedy: "remove the folder \(doomed.path) by hand", cause: error)
        }
    }

    /// Removes nameless folders. What cannot be removed now is left for the next time.
    private func sweep(before moment: Date) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(".removed-") || name.hasPrefix(".incoming-") && changed(name) < moment {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
    }

    /// When a folder was last written to; the distant future when that cannot be said.
    private func changed(_ name: String) -> Date {
        let path = folder.appendingPathComponent(name).path
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date ?? .distantFuture
    }
}
