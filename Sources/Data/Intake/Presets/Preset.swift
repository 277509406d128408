/// A layout of files that can be read by name: `--preset ga4`.
public struct Preset: Sendable {
    public let name: String
    /// One line for help texts.
    public let summary: String
    let form: Form
    /// What the files can hold; the first that fits a file's columns is taken.
    let tables: [TableMapping]

    enum Form: Sendable {
        /// Delimited text with a header, or with columns known by place.
        case delimited(delimiters: [UInt8], header: Header)
        case jsonLines
        /// JSON lines when the first character is a brace, else delimited text with a header.
        case jsonOrDelimited
        /// Words between blanks.
        case words(WordsLayout)
    }

    enum Header: Sendable {
        case firstRow
        /// As ``firstRow``, with RecBole's `:type` behind each name.
        case typed
        /// The columns in order; a first row that repeats names instead of data is passed over.
        case implied([String])
    }

    init(_ name: String, summary: String, form: Form, tables: [TableMapping]) {
        self.name = name
        self.summary = summary
        self.form = form
        self.tables = tables
    }

    /// Every preset, in the order of the documentation.
    public static let all: [Preset] = [
        .csv, .jsonl, .ga4, .segment, .airec, .taobao, .onlineRetail, .recbole, .pairs, .lines, .sessions,
    ]

    /// - Throws: ``IntakeError`` `preset.unknown` that lists the known ones.
    public static func named(_ name: String) throws -> Preset {
        guard let preset = all.first(where: { $0.name == name }) else {
            throw IntakeError(
                code: "preset.unknown", message: "there is no preset '\(name)'",
                remedy:
                    "use one of \(all.map(\.name).joined(separator: ", ")); csv and jsonl take --map for other layouts")
        }
        return preset
    }

    /// Whether delimited files of this preset name their columns in the first row.
    var hasHeader: Bool {
        switch form {
        case .delimited(_, .firstRow), .jsonOrDelimited: true
        case .delimited, .jsonLines, .words: false
        }
    }

    static let commonDelimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
}
