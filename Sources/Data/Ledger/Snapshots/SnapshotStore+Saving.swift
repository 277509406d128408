import Commerce
import Foundation
import Intake
import Linear

extension SnapshotStore {
    /// Writes a snapshot and returns when it is on the disk.
    ///
    /// - Throws: ``LedgerError`` `snapshot.full`, `snapshot.unwritable`; then nothing is left behind and the
    ///   earlier snapshots stand.
    public func save(_ draft: SnapshotDraft) throws -> SnapshotManifest {
        try makeFolder(folder)
        let incoming = folder.appendingPathComponent(".incoming-\(UUID().uuidString)", isDirectory: true)
        try makeFolder(incoming)
        defer { try? FileManager.default.removeItem(at: incoming) }
        var manifest = SnapshotManifest(
            format: SnapshotManifest.newestFormat, version: "", created: draft.created,
            application: draft.application, trainedFrom: draft.trainedFrom, trainedUntil: draft.trainedUntil,
            events: draft.events, shoppers: draft.shoppers.count, items: draft.items.count, models: draft.models,
            files: [:])
        func write(_ data: Data, as name: String) throws {
            try DurableFiles.write(data, to: incoming.appendingPathComponent(name).path)
            manifest.files[name] = SnapshotFile(bytes: data.count, sha256: ContentHash(of: data).hexadecimal)
        }
        try write(NameFile.data(draft.shoppers), as: Self.shopperFile)
        try write(NameFile.data(draft.items), as: Self.itemFile)
        for model in draft.models {
            guard let bundle = draft.arrays[model.name] else { continue }
            try write(bundle.safetensors(), as: model.file)
        }
        manifest.version = SnapshotVersion.next(after: try versions().last, at: draft.created)
        try writeManifest(manifest, in: incoming)
        try DurableFiles.synchronise(folder: incoming.path)
        let target = folder.appendingPathComponent(manifest.version).path
        guard try DurableFiles.rename(folder: incoming.path, to: target) else {
            throw LedgerError(
                code: "snapshot.busy", message: "another process has just saved snapshot \(manifest.version)",
                remedy: "train one process at a time, then try again")
        }
        try DurableFiles.synchronise(folder: folder.path)
        return manifest
    }

    private func writeManifest(_ manifest: SnapshotManifest, in incoming: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data = try encoder.encode(manifest)
        try DurableFiles.write(data, to: incoming.appendingPathComponent(Self.manifestFile).path)
        let checksum = Data(Self.checksumLine(of: data).utf8)
        try DurableFiles.write(checksum, to: incoming.appendingPathComponent(Self.checksumFile).path)
    }

    /// The whole of the file that `sha256sum -c` reads.
    static func checksumLine(of manifest: Data) -> String {
        "\(ContentHash(of: manifest).hexadecimal)  \(manifestFile)\n"
    }

    private func makeFolder(_ url: URL) throws {
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            throw LedgerError(
                code: "snapshot.unwritable", message: "the folder \(url.path) cannot be made",
                remedy: "check that this user may write to the data folder", cause: error)
        }
    }
}
