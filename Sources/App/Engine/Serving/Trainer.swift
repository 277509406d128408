import Commerce
public import Foundation
import Synchronization

/// Trains a shop's models away from the process that serves it.
public protocol Trainer: Sendable {
    /// Returns when a new snapshot is saved.
    ///
    /// - Parameters:
    ///   - models: nothing for all that suit the shop.
    ///   - step: told what is being done.
    /// - Throws: ``EngineError`` `training.failed` with what went wrong.
    func train(
        _ folder: ShopFolder, models: [String]?, step: @escaping @Sendable (String) -> Void
    ) async throws
}

/// A process of its own, which gives way to the one that serves: a training cannot take its memory or its time, and if
/// it dies, nothing else does.
public struct TrainingProcess: Trainer {
    /// `equipoise` itself.
    public var executable: URL
    /// The least urgent of all is 19.
    public var niceness = 10

    public init(executable: URL) { self.executable = executable }

    public func train(
        _ folder: ShopFolder, models: [String]?, step: @escaping @Sendable (String) -> Void
    ) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            ["nice", "-n", "\(niceness)", executable.path, "train", "--data", folder.url.path, "--json"]
            + (models.map { ["--models", $0.joined(separator: ",")] } ?? [])
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        let last = Mutex("")
        errors.fileHandleForReading.readabilityHandler = { handle in
            let text = String(decoding: handle.availableData, as: UTF8.self)
            guard let line = text.split(whereSeparator: \.isNewline).last.map(String.init) else { return }
            last.withLock { $0 = line }
            step(line)
        }
        defer { errors.fileHandleForReading.readabilityHandler = nil }
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        do {
            try process.run()
        } catch {
            throw EngineError(code: "training.failed", message: "\(executable.path) cannot be run", cause: error)
        }
        var iterator = ends.makeAsyncIterator()
        guard await iterator.next() == 0 else {
            let line = last.withLock { $0 }
            throw EngineError(code: "training.failed", message: line.isEmpty ? "the training stopped" : line)
        }
    }
}
