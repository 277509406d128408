/// An amount in whole minor units of a currency (pence, fen, yen), so that sums are exact.
public struct Money: Sendable, Hashable, Codable {
    public let minorUnits: Int64
    public let currency: Currency

    /// The largest amount that is read: up to here a double holds every integer, so statistics lose nothing.
    static let largest: Int64 = 9_000_000_000_000_000

    @inlinable
    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Reads a plain decimal such as `12.5`, `-0.99` or `1e2`, rounding half away from zero to the minor unit.
    ///
    /// Exact: the digits are never turned into a binary fraction, so `1.005` is 1.01 where cents are the unit.
    /// Nothing for anything else: empty, thousands separators, hexadecimal, NaN, infinity, or an amount beyond 9e15
    /// minor units. O(length).
    public init?(decimal text: some StringProtocol, currency: Currency) {
        guard let number = DecimalText(text.utf8), let units = number.rounded(decimals: currency.decimals)
        else { return nil }
        self.init(minorUnits: units, currency: currency)
    }

    /// Rounds half away from zero to the minor unit; nothing when not finite or beyond 9e15 minor units
    /// (where a double no longer holds every integer).
    public init?(decimal value: Double, currency: Currency) {
        let scaled = (value * Double(currency.scale)).rounded(.toNearestOrAwayFromZero)
        guard scaled.isFinite, abs(scaled) <= Double(Self.largest) else { return nil }
        self.init(minorUnits: Int64(scaled), currency: currency)
    }

    /// The amount in major units, for statistics; money is never added up in this form.
    public var decimal: Double { Double(minorUnits) / Double(currency.scale) }

    /// The sum of two amounts in one currency.
    ///
    /// - Throws: ``CommerceError`` `money.currencies` when the currencies differ, `money.overflow` past 64 bits.
    public func adding(_ other: Money) throws -> Money {
        guard currency == other.currency else {
            throw CommerceError(
                code: "money.currencies", message: "cannot add \(other.currency) to \(currency)",
                remedy: "convert to one currency first")
        }
        let (sum, overflow) = minorUnits.addingReportingOverflow(other.minorUnits)
        guard !overflow else { throw Self.overflow }
        return Money(minorUnits: sum, currency: currency)
    }

    /// - Throws: ``CommerceError`` `money.overflow` when the product does not fit 64 bits.
    public func multiplied(by factor: Int64) throws -> Money {
        let (product, overflow) = minorUnits.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw Self.overflow }
        return Money(minorUnits: product, currency: currency)
    }

    private static var overflow: CommerceError {
        CommerceError(code: "money.overflow", message: "an amount of money exceeds 64 bits of minor units")
    }
}

extension Money: CustomStringConvertible {
    /// `GBP 12.50`
    public var description: String {
        let magnitude = String(minorUnits.magnitude)
        let sign = minorUnits < 0 ? "-" : ""
        guard currency.decimals > 0 else { return "\(currency) \(sign)\(magnitude)" }
        let padded = String(repeating: "0", count: max(0, currency.decimals + 1 - magnitude.count)) + magnitude
        return "\(currency) \(sign)\(padded.dropLast(currency.decimals)).\(padded.suffix(currency.decimals))"
    }
}
