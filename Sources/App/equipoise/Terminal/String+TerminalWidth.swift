extension String {
    /// Columns on a terminal: Chinese characters take two.
    var terminalWidth: Int { unicodeScalars.reduce(0) { $0 + Self.columns(of: $1) } }

    /// The longest beginning that fits into so many columns.
    func cut(toTerminalWidth width: Int) -> String {
        var (used, kept) = (0, UnicodeScalarView())
        for scalar in unicodeScalars {
            used += Self.columns(of: scalar)
            guard used <= width else { break }
            kept.append(scalar)
        }
        return String(kept)
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        (0x2E80...0xFFDC).contains(scalar.value) ? 2 : 1
    }
}
