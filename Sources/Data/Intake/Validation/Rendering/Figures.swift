/// Writes numbers for people, the same in every locale.
enum Figures {
    /// `1,234,567`
    static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }

    /// A count with its English words: `1 event equals`, `2 events equal`.
    static func count(_ value: Int, _ one: String, _ many: String) -> String {
        "\(count(value)) \(value == 1 ? one : many)"
    }

    /// A fixed number of decimals, rounded half away from zero; `-` for what is not finite.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite else { return "-" }
        guard scaled < 9e15 else { return "\(value)" }
        let units = Int(scaled)
        let sign = value < 0 && units > 0 ? "-" : ""
        let whole = count(units / Int(scale))
        guard decimals > 0 else { return sign + whole }
        let fraction = String(units % Int(scale))
        return sign + whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// As many decimals as a reader needs: `12,345`, `96.7`, `2.95`, `0.0012`; whole numbers without any.
    static func number(_ value: Double) -> String {
        let size = abs(value)
        if value == value.rounded(), size < 9e15 { return fixed(value, 0) }
        return fixed(value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4)
    }

    /// `12.3 %`, with a second decimal below 1 %, `< 0.01 %` for what would read as nothing.
    static func percent(_ share: Double) -> String {
        let percent = share * 100
        if percent > 0, percent < 0.005 { return "< 0.01 %" }
        return fixed(percent, abs(percent) < 1 && percent != 0 ? 2 : 1) + " %"
    }

    /// `950`, `12.3k`, `4.5M`: for axes.
    static func short(_ value: Double) -> String {
        let size = abs(value)
        for (unit, name) in [(1e9, "G"), (1e6, "M"), (1e3, "k")] where size >= unit {
            let scaled = value / unit
            let text = fixed(scaled, abs(scaled) >= 100 ? 0 : 1)
            return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + name
        }
        return number(value)
    }
}
