import GRDB
import GRDBSQLite

/// The fence around SQLite's C interface: a prepared statement whose parameters are bound, and whose columns are
/// read, one by one and without boxing. GRDB's argument arrays and rows cost several times the insertion itself.
///
/// Valid while the GRDB statement's database access lasts, and only there. Safe, because the handle lives as long
/// as the GRDB statement that this value holds, and the bytes it hands out are copied.
@safe struct RawStatement {
    private let statement: Statement
    private let handle: SQLiteStatement

    /// A statement that the connection keeps prepared.
    init(_ sql: String, in db: Database) throws {
        try self.init(db.cachedStatement(sql: sql))
    }

    /// A statement of its own, for a loop in whose body the same SQL may be run again.
    init(ownFor sql: String, in db: Database) throws {
        try self.init(db.makeStatement(sql: sql))
    }

    private init(_ statement: Statement) throws {
        self.statement = statement
        unsafe handle = statement.sqliteStatement
        reset()
        unsafe sqlite3_clear_bindings(handle)
    }

    // MARK: Parameters, from 1

    @inline(__always)
    func bind(_ value: Int64, at index: Int32) {
        unsafe sqlite3_bind_int64(handle, index, value)
    }

    @inline(__always)
    func bind(_ value: Int64?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    @inline(__always)
    func bind(_ value: Double?, at index: Int32) {
        if let value { unsafe sqlite3_bind_double(handle, index, value) } else { bindNull(at: index) }
    }

    /// The place of a named parameter; 0, to which nothing can be bound, when the SQL has no such name.
    func index(of name: String) -> Int32 { unsafe sqlite3_bind_parameter_index(handle, name) }

    @inline(__always)
    func bindNull(at index: Int32) {
        unsafe sqlite3_bind_null(handle, index)
    }

    /// - Throws: a GRDB error when the text is longer than SQLite takes.
    func bind(_ text: String?, at index: Int32) throws {
        guard var text else { return bindNull(at: index) }
        try text.withUTF8 { try unsafe bind(utf8: $0, at: index) }
    }

    func bind(utf8 bytes: UnsafeBufferPointer<UInt8>, at index: Int32) throws {
        // SQLITE_TRANSIENT, a cast that C macros cannot hand to Swift: SQLite copies the bytes.
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        // The address of an empty buffer may be nil, which SQLite would take for NULL.
        let code = unsafe bytes.withMemoryRebound(to: CChar.self) { text in
            unsafe sqlite3_bind_text64(
                handle, index, text.baseAddress ?? UnsafePointer(bitPattern: 1), UInt64(text.count), transient,
                UInt8(SQLITE_UTF8))
        }
        if code != SQLITE_OK { throw failure(code) }
    }

    /// - Throws: a GRDB error when there are more bytes than SQLite takes.
    func bind(_ bytes: [UInt8], at index: Int32) throws {
        let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code = unsafe bytes.withUnsafeBytes { bytes in
            unsafe sqlite3_bind_blob64(
                handle, index, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1), UInt64(bytes.count), transient)
        }
        if code != SQLITE_OK { throw failure(code) }
    }

    // MARK: Running

    /// Runs to the next row.
    ///
    /// - Returns: whether there is one.
    @inline(__always)
    func step() throws -> Bool {
        let code = unsafe sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw failure(code)
    }

    /// Runs a statement that yields no row, and makes it ready for the next.
    ///
    /// - Returns: how many rows it changed.
    @inline(__always)
    @discardableResult
    func run() throws -> Int {
        defer { reset() }
        _ = try step()
        return unsafe Int(sqlite3_changes(sqlite3_db_handle(handle)))
    }

    @inline(__always)
    func reset() {
        unsafe sqlite3_reset(handle)
    }

    /// The integer in the first column of the first row, and the statement made ready for the next run.
    func firstInteger() throws -> Int64? {
        defer { reset() }
        guard try step() else { return nil }
        return optionalInteger(0)
    }

    // MARK: Columns, from 0

    @inline(__always)
    func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    @inline(__always)
    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    @inline(__always)
    func double(_ column: Int32) -> Double { unsafe sqlite3_column_double(handle, column) }

    @inline(__always)
    func optionalDouble(_ column: Int32) -> Double? { isNull(column) ? nil : double(column) }

    @inline(__always)
    func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

    @inline(__always)
    func isInteger(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_INTEGER }

    func optionalText(_ column: Int32) -> String? {
        guard let start = unsafe sqlite3_column_text(handle, column) else { return nil }
        let length = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    }

    func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let length = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
    }

    private func failure(_ code: Int32) -> DatabaseError {
        let connection = unsafe sqlite3_db_handle(handle)
        let extended = unsafe sqlite3_extended_errcode(connection)
        let message = unsafe String(cString: sqlite3_errmsg(connection))
        let known = extended & 0xFF == code & 0xFF ? extended : code
        return DatabaseError(resultCode: ResultCode(rawValue: known), message: message, sql: statement.sql)
    }
}
