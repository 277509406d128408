public import Foundation

/// Writes a model's folder so that it appears whole or not at all.
public enum ModelFolder {
    /// Has `body` write into a folder beside the one wanted, which then takes its place.
    ///
    /// - Throws: `LanguageError` `folder.occupied` when something other than a model is there, which is left alone.
    static func write(to folder: URL, _ body: (URL) throws -> Void) throws {
        let manager = FileManager.default
        try checkReplaceable(folder)
        let parent = folder.standardizedFileURL.deletingLastPathComponent()
        try manager.createDirectory(at: parent, withIntermediateDirectories: true)
        let name = folder.standardizedFileURL.lastPathComponent
        let partial = parent.appending(path: ".\(name).\(UUID().uuidString.prefix(8)).partial")
        do {
            try manager.createDirectory(at: partial, withIntermediateDirectories: false)
            try body(partial)
            try exchange(folder, for: partial, aside: parent.appending(path: partial.lastPathComponent + ".old"))
        } catch {
            try? manager.removeItem(at: partial)
            throw error
        }
    }

    /// Puts the new folder in the place of the old one, which comes back when that fails.
    private static func exchange(_ folder: URL, for partial: URL, aside: URL) throws {
        let manager = FileManager.default
        guard manager.fileExists(atPath: folder.path) else { return try manager.moveItem(at: partial, to: folder) }
        try manager.moveItem(at: folder, to: aside)
        do {
            try manager.moveItem(at: partial, to: folder)
        } catch {
            try manager.moveItem(at: aside, to: folder)
            throw error
        }
        try manager.removeItem(at: aside)
    }

    /// Whether a model may be written there; asked before a long training rather than after it.
    ///
    /// - Throws: `LanguageError` `folder.occupied`.
    public static func checkReplaceable(_ folder: URL) throws {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return }
        let isOurs =
            try isFolder.boolValue
            && (manager.contentsOfDirectory(atPath: folder.path).isEmpty
                || manager.fileExists(atPath: folder.appending(path: EncoderConfiguration.fileName).path))
        guard !isOurs else { return }
        throw LanguageError(
            code: "folder.occupied", message: "'\(folder.path)' is there, and is no model's folder",
            remedy: "Name a folder that does not exist yet, or an empty one.")
    }
}
