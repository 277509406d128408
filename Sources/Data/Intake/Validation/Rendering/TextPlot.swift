/// Plots made of characters.
enum TextPlot {
    private static let eighths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A horizontal bar whose full length is `width` columns; a positive share never vanishes.
    static func bar(_ share: Double, width: Int) -> String {
        guard share.isFinite, share > 0 else { return "" }
        let parts = max(1, Int((min(share, 1) * Double(width) * 8).rounded()))
        let bar = String(repeating: "█", count: parts / 8)
        return parts % 8 == 0 ? bar : bar + String(eighths[parts % 8])
    }

    /// One character for each value, its height by the value; blank for zero. More values than `width` are summed in
    /// neighbouring groups.
    static func sparkline(_ values: [Int], width: Int) -> String {
        let group = max(1, (values.count + width - 1) / width)
        let sums = stride(from: 0, to: values.count, by: group).map {
            values[$0..<min($0 + group, values.count)].reduce(0, +)
        }
        guard let top = sums.max(), top > 0 else { return String(repeating: " ", count: sums.count) }
        return String(
            sums.map { $0 <= 0 ? " " : heights[min(7, Int(Double($0) / Double(top) * 8))] })
    }
}
