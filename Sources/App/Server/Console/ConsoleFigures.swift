import Commerce
import Foundation

/// Numbers and moments as the console writes them.
enum ConsoleFigures {
    static func number(_ value: Double, decimals: Int = 3) -> String { String(format: "%.\(decimals)f", value) }

    /// A share as a percentage; a dash where there is nothing to share.
    static func percent(_ part: Double, of whole: Double, decimals: Int = 1) -> String {
        whole > 0 ? String(format: "%.\(decimals)f %%", 100 * part / whole) : "–"
    }

    /// Without its fraction of a second.
    static func moment(_ time: Timestamp) -> String {
        let text = "\(time)".replacingOccurrences(of: "T", with: " ")
        return String(text.prefix(19))
    }

    static func day(_ time: Timestamp) -> String { String("\(time)".prefix(10)) }
}
