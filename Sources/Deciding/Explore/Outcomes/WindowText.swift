import Commerce

/// Lengths of time as people write them: a whole number and `ms`, `s`, `m`, `h` or `d`.
enum WindowText {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int64(digits), let unit = units.first(where: { $0.name == text.dropFirst(digits.count) })
        else { return nil }
        let (length, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow ? nil : .milliseconds(length)
    }

    /// In the largest unit that says it exactly; fractions of a millisecond are cut off.
    static func text(_ duration: Duration) -> String {
        let length = duration.wholeMilliseconds
        let unit = units.first { length % $0.milliseconds == 0 } ?? units[units.count - 1]
        return "\(length / unit.milliseconds)\(unit.name)"
    }
}
