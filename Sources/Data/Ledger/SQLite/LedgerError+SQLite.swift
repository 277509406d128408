import GRDB
import GRDBSQLite

extension LedgerError {
    /// What SQLite's failure means for the person who meets it; an error of ours passes unchanged.
    init(_ error: any Error, ledger path: String) {
        if let known = error as? LedgerError {
            self = known
            return
        }
        guard let failure = error as? DatabaseError else {
            self.init(
                code: "ledger.storage", message: "the ledger \(path) failed",
                remedy: "run `equipoise doctor`", cause: error)
            return
        }
        switch failure.resultCode {
        case .SQLITE_FULL:
            self = .full(path, failure)
        case .SQLITE_NOTADB:
            self.init(
                code: "ledger.foreign",
                message: "\(path) is not a ledger: it is no SQLite file, or its first page is damaged",
                remedy: "name the data folder of a shop, or restore the file from a backup", cause: failure)
        case .SQLITE_CORRUPT:
            self.init(
                code: "ledger.corrupt", message: "the ledger \(path) is damaged: a page does not hold what it should",
                remedy: "restore it from a backup, or import the sources into a new data folder; "
                    + "`sqlite3 \(path) .recover` saves what can still be read",
                cause: failure)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                code: "ledger.busy", message: "another process is writing to the ledger \(path)",
                remedy: "wait until it has ended, then try again", cause: failure)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                code: "ledger.unwritable", message: "the ledger \(path) cannot be opened for writing",
                remedy: "check that the folder exists and that this user may write to it and the files in it",
                cause: failure)
        case .SQLITE_IOERR:
            self.init(
                code: "ledger.io", message: "reading or writing the ledger \(path) failed",
                remedy: "check the disk, its free space and its quota, then run the command again: "
                    + "what was acknowledged is kept and an import goes on where it stopped",
                cause: failure)
        default:
            self.init(
                code: "ledger.storage", message: "the ledger \(path) failed",
                remedy: "run `equipoise doctor`", cause: failure)
        }
    }

    static func full(_ path: String, _ cause: DatabaseError?) -> LedgerError {
        LedgerError(
            code: "ledger.full", message: "no space is left for the ledger \(path)",
            remedy: "free some space and run the command again: what was acknowledged is kept, "
                + "nothing was half-written, and an import goes on where it stopped",
            cause: cause)
    }

    static func newer(_ path: String, found: Int) -> LedgerError {
        LedgerError(
            code: "ledger.newer",
            message: "the ledger \(path) has version \(found); this program reads versions up to \(Schema.version)",
            remedy: "use a newer Equipoise, or another data folder; the ledger was not touched")
    }

    static func foreign(_ path: String) -> LedgerError {
        LedgerError(
            code: "ledger.foreign", message: "\(path) is a SQLite file, but not a ledger",
            remedy: "name another data folder; the file was not touched")
    }

    static func missing(_ path: String) -> LedgerError {
        LedgerError(
            code: "ledger.missing", message: "there is no ledger at \(path)",
            remedy: "import a file first: `equipoise import FILE --preset P --data DIR`")
    }
}
