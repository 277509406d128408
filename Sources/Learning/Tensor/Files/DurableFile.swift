import Foundation

/// A file that appears under its name whole, or not at all: written beside it, flushed to the disk and renamed.
@safe
final class DurableFile {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private var isFinished = false

    init(replacing path: String) throws {
        self.path = path
        temporary = "\(path).partial-\(UUID().uuidString)"
        descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        _ = close(descriptor)
        if !isFinished { _ = unsafe unlink(temporary) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var written = 0
        while written < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = unsafe Foundation.write(descriptor, rest.baseAddress, rest.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(path) }
            written += count
        }
    }

    func write(_ data: Data) throws {
        try unsafe data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in try unsafe write(bytes) }
    }

    /// Everything is on the disk, under the file's name, when this returns.
    func finish() throws {
        guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else { throw Self.failure(path) }
        isFinished = true
        let folder = (path as NSString).deletingLastPathComponent
        let folderDescriptor = unsafe open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { throw Self.failure(path) }
        defer { _ = close(folderDescriptor) }
        guard fsync(folderDescriptor) == 0 else { throw Self.failure(path) }
    }

    static func failure(_ path: String) -> TensorError {
        let number = errno
        let reason = unsafe String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT, EFBIG:
            return TensorError(
                code: "weights.full", message: "no space is left to write \(path): \(reason)",
                remedy: "free some space and try again; what was there before was not touched")
        default:
            return TensorError(
                code: "weights.unwritable", message: "\(path) cannot be written: \(reason)",
                remedy: "check that its folder exists and that this user may write there")
        }
    }
}
