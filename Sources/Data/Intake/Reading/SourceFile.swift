#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file opened for reading from front to back, or bytes in memory that stand for one: the one place where Intake calls
/// the operating system.
final class SourceFile {
    /// Size of the file; nothing for a pipe.
    let size: Int64?
    /// Bytes read so far.
    private(set) var bytesRead: Int64 = 0
    /// Minus one for bytes in memory.
    private let descriptor: Int32
    private let memory: [UInt8]

    init(bytes: [UInt8]) {
        descriptor = -1
        memory = bytes
        size = Int64(bytes.count)
    }

    /// - Throws: ``StreamFault`` `file.missing`, `file.folder` or `file.unreadable`.
    init(path: String) throws(StreamFault) {
        memory = []
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.fault(opening: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let reason = errno
            close(descriptor)
            throw Self.fault(opening: reason)
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw StreamFault(
                code: "file.folder", message: "is a folder", remedy: "name a file; several may be given")
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Fills `bytes[range]` from the front as far as one read goes.
    ///
    /// - Returns: how many bytes came; 0 only at the end of the file.
    func fill(_ bytes: inout [UInt8], at range: Range<Int>) throws(StreamFault) -> Int {
        precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= bytes.count)
        guard descriptor >= 0 else {
            let count = min(range.count, memory.count - Int(bytesRead))
            let part = memory[Int(bytesRead)..<Int(bytesRead) + count]
            bytes.replaceSubrange(range.lowerBound..<range.lowerBound + count, with: part)
            bytesRead += Int64(count)
            return count
        }
        while true {
            let descriptor = self.descriptor
            let count = unsafe bytes.withUnsafeMutableBytes { storage in
                unsafe read(descriptor, storage.baseAddress! + range.lowerBound, range.count)
            }
            if count >= 0 {
                bytesRead += Int64(count)
                return count
            }
            guard errno == EINTR else {
                throw StreamFault(
                    code: "file.unreadable",
                    message: "cannot be read after \(bytesRead) bytes: \(Self.words(for: errno))",
                    remedy: "check the disk or network share that holds it")
            }
        }
    }

    /// Moves forward without reading. Only where ``size`` is known.
    func skip(to offset: Int64) {
        if descriptor >= 0 { lseek(descriptor, off_t(offset), SEEK_SET) }
        bytesRead = offset
    }

    private static func fault(opening reason: Int32) -> StreamFault {
        reason == ENOENT
            ? StreamFault(code: "file.missing", message: "does not exist", remedy: "check the spelling of the path")
            : StreamFault(
                code: "file.unreadable", message: "cannot be opened: \(words(for: reason))",
                remedy: "check its permissions")
    }

    private static func words(for reason: Int32) -> String {
        unsafe String(cString: strerror(reason))
    }
}
