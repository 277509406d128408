import Foundation

/// Writing that has reached the disk when it returns.
enum DurableFiles {
    /// Creates a file with this content; it must not exist.
    static func write(_ data: Data, to path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path) }
        defer { _ = close(descriptor) }
        try unsafe data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
            var written = 0
            while written < bytes.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
                let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count >= 0 else { throw failure(path) }
                written += count
            }
        }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    /// Makes the names in a folder durable: a new file, a rename.
    ///
    /// - Parameter area: the first word of the error's code.
    static func synchronise(folder path: String, area: String = "snapshot") throws {
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, area) }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, area) }
    }

    /// Makes what is in a file durable.
    static func synchronise(file path: String) throws {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "backup") }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path, "backup") }
    }

    /// Renames a folder.
    ///
    /// - Returns: false when something of the new name is there already.
    static func rename(folder path: String, to target: String) throws -> Bool {
        if unsafe Glibc.rename(path, target) == 0 { return true }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw failure(target) }
        return false
    }

    private static func failure(_ path: String, _ area: String = "snapshot") -> LedgerError {
        let number = errno
        let reason = unsafe String(cString: strerror(number))
        switch number {
        case ENOSPC, EDQUOT, EFBIG:
            return LedgerError(
                code: "\(area).full", message: "no space is left to write \(path): \(reason)",
                remedy: "free some space and try again; what was there before was not touched")
        default:
            return LedgerError(
                code: "\(area).unwritable", message: "\(path) cannot be written: \(reason)",
                remedy: "check that this user may write to the data folder; what was there before was not touched")
        }
    }
}
