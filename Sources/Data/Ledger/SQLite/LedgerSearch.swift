import Foundation
import Synchronization

/// Looks for bytes in the file of a ledger that is open, in constant memory.
///
/// SQLite's locks on a file are the process's, and the system lets go of all of them when the process closes *any*
/// descriptor of that file (fcntl(2); "How To Corrupt An SQLite Database File", 2.2). Another process that then closes the
/// ledger finds nobody else there, and takes the log away from under this one. So a descriptor that was opened here is never closed,
/// but kept for the next search.
enum LedgerSearch {
    private struct File: Hashable {
        var device: dev_t
        var inode: ino_t
    }

    private static let descriptors = Mutex<[File: Int32]>([:])
    private static let block = 1 << 20

    /// O(bytes of the file).
    ///
    /// - Throws: ``LedgerError`` `ledger.io` when the file cannot be read.
    static func finds(_ name: String, in path: String) throws -> Bool {
        let sought = Data(name.utf8)
        guard !sought.isEmpty else { return false }
        let descriptor = try descriptor(of: path)
        var window = Data()
        var offset: off_t = 0
        while true {
            let next = try read(descriptor, at: offset, path)
            if next.isEmpty { return false }
            offset += off_t(next.count)
            window += next
            if window.range(of: sought) != nil { return true }
            window = Data(window.suffix(sought.count - 1))
        }
    }

    private static func read(_ descriptor: Int32, at offset: off_t, _ path: String) throws -> [UInt8] {
        var isBroken = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: block) { buffer, count in
            let read = unsafe pread(descriptor, buffer.baseAddress, block, offset)
            isBroken = read < 0
            count = max(0, read)
        }
        if isBroken { throw failure(path) }
        return bytes
    }

    private static func descriptor(of path: String) throws -> Int32 {
        var found = stat()
        guard unsafe stat(path, &found) == 0 else { throw failure(path) }
        let file = File(device: found.st_dev, inode: found.st_ino)
        return try descriptors.withLock { descriptors in
            if let known = descriptors[file] { return known }
            let new = unsafe open(path, O_RDONLY | O_CLOEXEC)
            guard new >= 0 else { throw failure(path) }
            descriptors[file] = new
            return new
        }
    }

    private static func failure(_ path: String) -> LedgerError {
        LedgerError(
            code: "ledger.io",
            message: "the ledger \(path) cannot be searched: \(unsafe String(cString: strerror(errno)))",
            remedy: "check the disk, then erase again")
    }
}
