import Foundation

extension Double {
    /// With so many decimals, and no sign before a zero.
    func text(decimals: Int) -> String {
        let scale = pow(10, Double(decimals))
        let rounded = (self * scale).rounded() / scale
        return String(format: "%.\(decimals)f", rounded == 0 ? 0 : rounded)
    }
}
