public import Foundation
import GRDB

extension SQLiteLedger {
    /// The process that imports into the ledger or serves it now; nothing when none does.
    public var holder: Int? { importing?.holder() }

    /// Copies the ledger as it is at this moment into a new file, while others read and write (SQLite's online backup).
    ///
    /// The copy has one moment's commits, all of them. Until it is made the write-ahead log keeps what comes meanwhile.
    /// - Parameter progress: told the share that is done, a few times a second; when it throws, the copy is given up.
    /// - Throws: ``LedgerError``; what was copied so far is then to be removed.
    public func copy(to file: URL, progress: (Double) throws -> Void) throws {
        try Self.translating(file.path) {
            let copy = try DatabaseQueue(path: file.path)
            try withoutActuallyEscaping(progress) { progress in
                try database.backup(to: copy, pagesPerStep: Self.pagesPerStep) { state in
                    let total = max(1, state.totalPageCount)
                    try progress(Double(state.completedPageCount) / Double(total))
                }
            }
            try copy.close()
        }
    }

    /// Ends all use of the file, and leaves nothing beside it.
    func close() throws { try Self.translating(path) { try database.close() } }

    /// 8 MB.
    private static let pagesPerStep: CInt = 1024
}
