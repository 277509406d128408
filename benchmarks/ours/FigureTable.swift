import Foundation

/// A table of figures, which `compare.py` prints, with the median of each number where it ran the job several times.
struct FigureTable {
    enum Cell: ExpressibleByStringInterpolation {
        case text(String)
        case number(Double)
        case nothing

        init(stringLiteral value: String) { self = .text(value) }
        init(_ value: Double?) { self = value.map(Cell.number) ?? .nothing }
    }

    let title: String
    /// Names, and how Python formats what stands below: `s` for text, such as `.1f` for numbers.
    let columns: [(name: String, format: String)]
    private var rows: [[Cell]] = []

    init(_ title: String, _ columns: [(name: String, format: String)]) {
        self.title = title
        self.columns = columns
    }

    mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "a row of '\(title)' has \(columns.count) cells")
        rows.append(row)
    }

    private var json: [String: Any] {
        [
            "title": title, "columns": columns.map { [$0.name, $0.format] },
            "rows": rows.map { row -> [Any] in
                row.map { cell in
                    switch cell {
                    case .text(let text): text
                    case .number(let number): number
                    case .nothing: NSNull()
                    }
                }
            },
        ]
    }

    static func print(_ tables: FigureTable...) throws { try printResult(["tables": tables.map(\.json)]) }
}
