import Foundation

/// Makes a folder that is whole or not there.
enum BackupFolder {
    /// Lets `body` fill a folder beside `target`, and gives it its name when every byte is on the disk.
    static func making<Value>(_ target: URL, _ body: (URL) throws -> Value) throws -> Value {
        let parent = target.deletingLastPathComponent()
        let incoming = parent.appending(path: ".incoming-\(UUID().uuidString)", directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            // Keys lie in it.
            try FileManager.default.createDirectory(
                at: incoming, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw failure(target, error)
        }
        // After the rename there is nothing of this name to remove.
        defer { try? FileManager.default.removeItem(at: incoming) }
        let value = try body(incoming)
        for name in try files(in: incoming) { try DurableFiles.synchronise(file: incoming.appending(path: name).path) }
        for name in try folders(in: incoming) {
            try DurableFiles.synchronise(folder: incoming.appending(path: name).path, area: "backup")
        }
        guard try DurableFiles.rename(folder: incoming.path, to: target.path) else {
            throw LedgerError(
                code: "backup.occupied", message: "something else came to \(target.path) meanwhile",
                remedy: "name another place")
        }
        try DurableFiles.synchronise(folder: parent.path, area: "backup")
        return value
    }

    /// With the folders above it. Its permissions stay.
    ///
    /// - Throws: ``LedgerError`` `backup.missing` when there is nothing to copy, `backup.full`, `backup.unwritable`.
    static func copy(_ file: URL, to target: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: file, to: target)
        } catch {
            guard FileManager.default.fileExists(atPath: file.path) else {
                throw LedgerError(code: "backup.missing", message: "\(file.path) is gone", cause: error)
            }
            throw failure(target, error)
        }
    }

    static func write(_ data: Data, to file: URL) throws {
        do { try data.write(to: file) } catch { throw failure(file, error) }
    }

    /// Paths of all files from a folder on, sorted.
    static func files(in folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { !isFolder(folder, $0) }.sorted()
    }

    private static func folders(in folder: URL) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { isFolder(folder, $0) } + ["."]
    }

    private static func isFolder(_ folder: URL, _ name: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: folder.appending(path: name).path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    private static func failure(_ target: URL, _ cause: any Error) -> LedgerError {
        let isFull = (cause as? CocoaError)?.code == .fileWriteOutOfSpace
        return LedgerError(
            code: isFull ? "backup.full" : "backup.unwritable", message: "\(target.path) cannot be written",
            remedy: "name a place where this user may write and where there is space", cause: cause)
    }
}
