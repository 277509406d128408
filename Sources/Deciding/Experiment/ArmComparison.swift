import Foundation

/// How much more a decision of one arm earns than one of the other, in intervals that may be looked at as often as one
/// likes.
///
/// An interval that is right when looked at once is wrong when one looks every minute and stops at the first good
/// sight. This one holds at all times together: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy
/// and Ramdas (Annals of Statistics 52(6), 2024, theorem 2.2), with `n` people in both arms and `s` the standard error
/// of the difference:
///
///     difference ± s sqrt(2 (n rho^2 + 1) / (n rho^2) log(sqrt(n rho^2 + 1) / alpha))
///
/// `rho` makes it narrowest at ``tuning`` people; the price beside an interval for one look is a factor of about 1.5.
public struct ArmComparison: Sendable, Hashable, Codable {
    public let old: ArmTotals
    public let new: ArmTotals

    /// People at whose number the interval is narrowest.
    public static let tuning = 1_000.0
    /// In each arm; with fewer the central limit is too far.
    public static let fewestPeople = 50

    public init(old: ArmTotals, new: ArmTotals) {
        self.old = old
        self.new = new
    }

    /// New less old; nothing before both have earned something or nothing.
    public var difference: Double? {
        guard let new = new.mean, let old = old.mean else { return nil }
        return new - old
    }

    /// Standard error of ``difference``.
    public var standardError: Double? {
        guard let new = new.varianceOfMean, let old = old.varianceOfMean else { return nil }
        return (new + old).squareRoot()
    }

    /// Where the true difference lies, at all looks together with the given confidence; nothing before each arm has
    /// ``fewestPeople``.
    ///
    /// - Precondition: `confidence` is in (0, 1).
    public func interval(confidence: Double = 0.95) -> ClosedRange<Double>? {
        precondition(confidence > 0 && confidence < 1, "confidence must be in (0, 1)")
        guard old.people >= Self.fewestPeople, new.people >= Self.fewestPeople, let difference, let standardError else {
            return nil
        }
        let reach = standardError * Self.widening(people: Double(old.people + new.people), doubt: 1 - confidence)
        return difference - reach...difference + reach
    }

    /// Standard errors to each side.
    static func widening(people: Double, doubt: Double) -> Double {
        let price = -2 * log(doubt)
        let scale = people * (price + log(price + 1)) / tuning
        return (2 * (scale + 1) / scale * log((scale + 1).squareRoot() / doubt)).squareRoot()
    }
}
