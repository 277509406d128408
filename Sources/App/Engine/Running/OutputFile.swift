public import Foundation

/// A file that a command writes beside its result: whole or not at all.
public struct OutputFile: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// Replaces what is there.
    ///
    /// - Throws: ``EngineError`` `output.unwritable`; what was there before stays.
    public func write(_ text: String) throws {
        do {
            try Data(text.utf8).write(to: url, options: .atomic)
        } catch {
            throw EngineError(
                code: "output.unwritable", message: "\(url.path) cannot be written",
                remedy: "name a file in an existing folder where this user may write and where there is space",
                cause: error)
        }
    }
}
