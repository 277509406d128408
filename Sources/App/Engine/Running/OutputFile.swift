public import Foundation

/// A file that a command writes beside its result: whole or not at all.
public struct OutputFile: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// Finds out before the work whether there is a place to write to; space may still run out.
    ///
    /// - Throws: ``EngineError`` `output.unwritable`.
    public func check() throws {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
        let folder = url.deletingLastPathComponent().path
        guard !(isThere && isFolder.boolValue), access(folder, W_OK | X_OK) == 0 else { throw unwritable(cause: nil) }
    }

    /// Replaces what is there.
    ///
    /// - Throws: ``EngineError`` `output.unwritable`; what was there before stays.
    public func write(_ text: String) throws {
        do {
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw unwritable(cause: error)
        }
    }

    private func unwritable(cause: (any Error)?) -> EngineError {
        EngineError(
            code: "output.unwritable", message: "\(url.path) cannot be written",
            remedy: "name a file in an existing folder where this user may write and where there is space",
            cause: cause)
    }
}
