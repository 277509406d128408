import Foundation

extension CompressionReport {
    /// What stands above the columns, in the reader's language.
    public struct Headings: Sendable {
        public var name, size, parameters, zeros, speed, ratio, quality, leastQuality: String

        public init(
            name: String, size: String, parameters: String, zeros: String, speed: String, ratio: String,
            quality: String,
            leastQuality: String
        ) {
            (self.name, self.size, self.parameters, self.zeros) = (name, size, parameters, zeros)
            (self.speed, self.ratio, self.quality, self.leastQuality) = (speed, ratio, quality, leastQuality)
        }
    }

    /// A table for people: megabytes (of 1,000,000 bytes), texts a second, how many times the first row's speed.
    ///
    /// Columns that say nothing (no zeros, no smallest quality) are left out.
    public func table(_ headings: Headings) -> String {
        func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
        var columns: [[String]] = [
            [headings.name] + rows.map(\.name),
            [headings.size] + rows.map { number(Double($0.bytes) / 1e6, 1) },
            [headings.parameters] + rows.map { "\($0.parameters)" },
        ]
        if rows.contains(where: { $0.zeros > 0.0005 }) {
            columns.append([headings.zeros] + rows.map { "\(number(100 * $0.zeros, 1)) %" })
        }
        let first = rows.first?.textsPerSecond ?? 1
        columns += [
            [headings.speed] + rows.map { number($0.textsPerSecond, 1) },
            [headings.ratio] + rows.map { number($0.textsPerSecond / first, 2) },
            [headings.quality] + rows.map { number($0.quality, 4) },
        ]
        if rows.contains(where: { $0.leastQuality != nil }) {
            columns.append([headings.leastQuality] + rows.map { $0.leastQuality.map { number($0, 4) } ?? "" })
        }
        let widths = columns.map { $0.map(Self.width).max() ?? 0 }
        return (0...rows.count).map { row in
            columns.indices.map { column in
                let text = columns[column][row]
                let space = String(repeating: " ", count: widths[column] - Self.width(text))
                // Names to the left, numbers to the right.
                return column == 0 ? text + space : space + text
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// Places on a terminal, where East Asian characters take two.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                sum + 2
            default: sum + 1
            }
        }
    }
}
