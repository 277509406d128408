import Commerce

extension String {
    /// The longest beginning that fits into so many columns of a terminal.
    package func cut(toDisplayWidth width: Int) -> String {
        var (used, kept) = (0, UnicodeScalarView())
        for scalar in unicodeScalars {
            used += String(scalar).displayWidth
            guard used <= width else { break }
            kept.append(scalar)
        }
        return String(kept)
    }
}
