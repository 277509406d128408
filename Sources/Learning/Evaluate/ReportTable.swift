public import Commerce
import Foundation

extension EvaluationReport {
    /// An aligned table for people: a row per model, a column per metric with its interval, the best of each column
    /// and what differs from it beyond chance marked. Columns that do not fit go to a further table below.
    ///
    /// - Parameters:
    ///   - keys: the metrics shown, by default all.
    ///   - width: columns of the terminal; one metric is shown even if it is wider.
    public func table(language: Language = .english, keys: [MetricKey]? = nil, width: Int = 100) -> String {
        let words = ReportWords(language: language)
        var columns = (keys ?? self.keys).map { column($0, words) }
        columns.append(secondsColumn(words.fit) { $0.fit })
        columns.append(secondsColumn(words.score) { $0.score })
        let names = TextColumn(heading: words.model, cells: models.map(\.name))
        var lines = [words.summary(self)]
        for block in Self.blocks(of: columns, beside: names, width: width) {
            lines.append("")
            for row in -1..<models.count {
                let cells = ([names] + block).map { row < 0 ? $0.padded($0.heading) : $0.padded($0.cells[row]) }
                lines.append(cells.joined(separator: "  ").trimmingTrailingSpaces())
            }
        }
        return (lines + [""] + words.legend(self)).joined(separator: "\n") + "\n"
    }

    private func column(_ key: MetricKey, _ words: ReportWords) -> TextColumn {
        let best = best(on: key)
        let different = Set(comparisons.filter { $0.metric == key && $0.isSignificant() }.map(\.model))
        let cells = models.map { model -> String in
            guard let value = model.metrics[key] else { return "-" }
            let mark = model.name == best && models.count > 1 ? "*" : different.contains(model.name) ? "†" : " "
            guard let interval = model.intervals[key] else { return value.fixed(4) + mark }
            return "\(value.fixed(4))\(mark)[\(interval.low.fixed(4)), \(interval.high.fixed(4))]"
        }
        return TextColumn(heading: words.heading(key), cells: cells)
    }

    private func secondsColumn(_ heading: String, _ seconds: (Seconds) -> Double?) -> TextColumn {
        TextColumn(heading: heading, cells: models.map { seconds($0.seconds).map { $0.fixed(2) } ?? "-" })
    }

    private static func blocks(of columns: [TextColumn], beside names: TextColumn, width: Int) -> [[TextColumn]] {
        var blocks: [[TextColumn]] = []
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

/// Cells of a column and the width that holds them all.
private struct TextColumn {
    let heading: String
    let cells: [String]
    let width: Int

    init(heading: String, cells: [String]) {
        self.heading = heading
        self.cells = cells
        width = ([heading] + cells).map(\.displayWidth).max() ?? 0
    }

    func padded(_ cell: String) -> String { cell + String(repeating: " ", count: width - cell.displayWidth) }
}

extension String {
    /// Cells on a terminal: ideographs and full-width forms take two (Unicode Annex 11).
    fileprivate var displayWidth: Int {
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

extension Double {
    /// With so many decimals: `0.0434`.
    func fixed(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}
