import Foundation

/// A figure with its interval as a small drawing: the interval, the figure, and a line at nothing.
struct IntervalBar {
    var value: Double
    var lower: Double
    var upper: Double
    /// Of all bars that are compared.
    var range: ClosedRange<Double>

    /// What all of them fit in, with nothing among them.
    static func range(of bounds: [Double]) -> ClosedRange<Double> {
        let finite = bounds.filter(\.isFinite) + [0]
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
        return low < high ? low...high : low - 1...high + 1
    }

    var html: String {
        func place(_ value: Double) -> String {
            let inside = min(max(value, range.lowerBound), range.upperBound)
            return String(format: "%.1f", 100 * (inside - range.lowerBound) / (range.upperBound - range.lowerBound))
        }
        let (left, right) = (place(lower), place(upper))
        let width = String(format: "%.1f", (Double(right) ?? 0) - (Double(left) ?? 0))
        return """
            <span class="interval" aria-hidden="true"><u style="left: \(place(0))%"></u>\
            <i style="left: \(left)%; width: \(width)%"></i><b style="left: \(place(value))%"></b></span>
            """
    }

    /// `+0.0123 [-0.0010, 0.0256]`.
    static func words(_ value: Double, _ lower: Double, _ upper: Double) -> String {
        String(format: "%+.4f [%.4f, %.4f]", value, lower, upper)
    }
}
