/// Pieces of HTML. Whatever comes from the data passes through ``escape(_:)``.
enum HTML {
    /// Text as it may stand between tags and inside a quoted attribute; control characters that HTML forbids are dropped.
    static func escape(_ text: String) -> String {
        var safe = ""
        safe.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case "\t", "\n": safe.unicodeScalars.append(scalar)
            default:
                if scalar.value >= 32, !(0x7F...0x9F).contains(scalar.value) { safe.unicodeScalars.append(scalar) }
            }
        }
        return safe
    }

    /// A number for a coordinate, with at most three decimals.
    static func coordinate(_ value: Double) -> String {
        let rounded = (value * 1000).rounded() / 1000
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }

    /// Round steps for an axis from 0: at most five, and the last at or above `top`.
    static func ticks(upTo top: Double) -> [Double] {
        guard top > 0 else { return [0, 1] }
        var unit = 1.0
        while unit * 10 <= top { unit *= 10 }
        for step in [0.25, 0.5, 1, 2, 2.5].map({ $0 * unit }) where step * 4 >= top && (step >= 1 || top < 1) {
            return stride(from: 0, through: 4, by: 1).map { $0 * step }.filter { $0 - step < top }
        }
        return stride(from: 0, through: 10, by: 2.5).map { $0 * unit }
    }
}
