public import Commerce

/// What a source's rows are about.
public enum IntakeTable: String, Sendable, Hashable, Codable, CaseIterable {
    case events, items, shoppers
}

/// How to read a source, beyond what its preset says.
public struct IntakeOptions: Sendable {
    /// Told from the columns when not given.
    public var table: IntakeTable?
    public var encoding: TextEncoding
    /// Told from the header when not given: the one of `,` `;` tab `|` under which the needed columns are found.
    public var delimiter: UInt8?
    /// Columns and constants that override the preset's (`--map`).
    public var map: FieldMap
    /// The currency of prices whose row names none.
    public var currency: Currency?
    /// The longest row, in bytes; longer ones are rejected. It bounds memory.
    public var rowLimit: Int
    /// The most text, in bytes after decompression; a source that has more is refused where it goes beyond. Nothing for
    /// no limit.
    public var textLimit: Int?
    /// Bytes per read.
    public var blockSize: Int

    /// - Parameters:
    ///   - rowLimit: at most 256 MiB.
    ///   - blockSize: at least 1.
    public init(
        table: IntakeTable? = nil, encoding: TextEncoding = .utf8, delimiter: UInt8? = nil,
        map: FieldMap = FieldMap(), currency: Currency? = nil, rowLimit: Int = 1 << 20,
        textLimit: Int? = nil, blockSize: Int = 1 << 18
    ) {
        self.table = table
        self.encoding = encoding
        self.delimiter = delimiter
        self.map = map
        self.currency = currency
        self.rowLimit = rowLimit
        self.textLimit = textLimit
        self.blockSize = blockSize
    }

    func validate() throws {
        guard (1...1 << 28).contains(rowLimit) else {
            throw IntakeError(
                code: "option.row-limit", message: "IntakeOptions.rowLimit must be in 1 ... 2^28; got \(rowLimit)",
                remedy: "the default of 1 MiB suits any row that a person wrote")
        }
        guard blockSize >= 1 else {
            throw IntakeError(
                code: "option.block-size", message: "IntakeOptions.blockSize must be at least 1; got \(blockSize)",
                remedy: "leave it out for the default of 256 KiB")
        }
        let structural: [UInt8] = [.lineFeed, .carriageReturn, .quote]
        guard delimiter.map({ !structural.contains($0) && $0 < 0x80 }) ?? true else {
            throw IntakeError(
                code: "option.delimiter",
                message: "IntakeOptions.delimiter must be one ASCII character other than a quote or a line end",
                remedy: "use , ; | or a tab")
        }
    }
}

/// How a source was understood: what the user is shown to check it.
public struct SourceLayout: Sendable, Hashable, Codable {
    public var preset: String
    public var table: IntakeTable
    /// `CSV, delimiter ';'`, `JSON lines`, `plain text`.
    public var format: String
    public var encoding: TextEncoding
    /// Our field and what it is read from: a column; in JSON the path that is tried first; a constant in quotes.
    public var fields: [String: String]
    /// Columns that are not read.
    public var unused: [String]
    /// False where the source has an order but no times, so that times only number the rows: row `r`, counted from 0,
    /// lies `r` seconds after 1970-01-01T00:00:00Z, and the items of one row are a millisecond apart.
    public var hasTimes: Bool
}
