/// An aligned table for people: a first column that names the rows, and columns that move to a further table below
/// when the terminal is too narrow for them.
public struct TextTable: Sendable {
    /// One column.
    public struct Column: Sendable {
        public let heading: String
        public let cells: [String]
        /// Of the terminal, enough for every cell.
        let width: Int

        public init(_ heading: String, _ cells: [String]) {
            self.heading = heading
            self.cells = cells
            width = ([heading] + cells).map(\.displayWidth).max() ?? 0
        }

        fileprivate func padded(_ cell: String) -> String {
            cell + String(repeating: " ", count: width - cell.displayWidth)
        }
    }

    public var names: Column
    public var columns: [Column]

    /// - Precondition: every column has as many cells as there are names.
    public init(names: Column, columns: [Column]) {
        precondition(columns.allSatisfy { $0.cells.count == names.cells.count }, "columns differ in length")
        self.names = names
        self.columns = columns
    }

    /// Lines without a line end behind the last; an empty line between two blocks.
    ///
    /// - Parameter width: columns of the terminal; one column is shown even if it is wider.
    public func text(width: Int) -> String {
        var lines: [String] = []
        for block in blocks(width: width) {
            if !lines.isEmpty { lines.append("") }
            for row in -1..<names.cells.count {
                let cells = ([names] + block).map { row < 0 ? $0.padded($0.heading) : $0.padded($0.cells[row]) }
                lines.append(cells.joined(separator: "  ").trimmingTrailingSpaces())
            }
        }
        return lines.joined(separator: "\n")
    }

    private func blocks(width: Int) -> [[Column]] {
        var blocks: [[Column]] = []
        var used = Int.max / 2
        for column in columns {
            if used + 2 + column.width > width {
                blocks.append([])
                used = names.width
            }
            blocks[blocks.count - 1].append(column)
            used += 2 + column.width
        }
        return blocks
    }
}

extension String {
    /// Cells on a terminal: ideographs and full-width forms take two (Unicode Annex 11).
    public var displayWidth: Int {
        unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                width + 2
            default: width + 1
            }
        }
    }

    fileprivate func trimmingTrailingSpaces() -> String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
