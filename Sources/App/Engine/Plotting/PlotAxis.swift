import Foundation

/// A range of numbers with round places to mark.
struct PlotAxis {
    let low: Double
    let high: Double
    /// Multiples of 1, 2 or 5 times a power of ten, about as many as asked for.
    let ticks: [Double]

    /// Holds all values, with a margin; numbers that are not finite are left out.
    init(holding values: some Sequence<Double>, ticks wanted: Int = 6) {
        let known = values.filter(\.isFinite)
        var (low, high) = (known.min() ?? 0, known.max() ?? 1)
        if high <= low { (low, high) = (low - 0.5, high + 0.5) }
        let margin = (high - low) * 0.06
        (low, high) = (low - margin, high + margin)
        let least = (high - low) / Double(wanted)
        let unit = pow(10, log10(least).rounded(.down))
        let stride = [1, 2, 5, 10].map { $0 * unit }.first { $0 >= least } ?? 10 * unit
        let first = (low / stride).rounded(.up)
        let count = Int(((high - first * stride) / stride).rounded(.down)) + 1
        self.low = low
        self.high = high
        ticks = (0..<max(0, count)).map { (first + Double($0)) * stride }
    }

    /// Where a value lies, from 0 at the low end to 1; values outside lie at the nearest end.
    func place(_ value: Double) -> Double { min(1, max(0, (value - low) / (high - low))) }
}
