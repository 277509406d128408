/// A currency by its ISO 4217 code, with the number of decimals of its minor unit.
public struct Currency: Sendable, Hashable {
    /// Three capital letters.
    public let code: String
    /// Decimals of the minor unit: 2 for cents, 0 for yen, 3 for dinars.
    public let decimals: Int

    private init(code: String, decimals: Int) {
        self.code = code
        self.decimals = decimals
    }

    /// - Throws: ``CommerceError`` `currency.unknown` when `code` is not an active ISO 4217 currency.
    public init(code: some StringProtocol) throws {
        guard let known = Self.table[code.uppercased()] else {
            throw CommerceError(
                code: "currency.unknown", message: "'\(code)' is not an ISO 4217 currency code",
                remedy: "write three letters such as USD, EUR, GBP or CNY")
        }
        self = known
    }

    public static let gbp = Currency(code: "GBP", decimals: 2)
    public static let usd = Currency(code: "USD", decimals: 2)
    public static let eur = Currency(code: "EUR", decimals: 2)
    public static let cny = Currency(code: "CNY", decimals: 2)
    public static let jpy = Currency(code: "JPY", decimals: 0)

    /// All codes that are known, sorted.
    public static var codes: [String] { table.keys.sorted() }

    /// Minor units in one major unit.
    public var scale: Int64 {
        switch decimals {
        case 0: 1
        case 2: 100
        case 3: 1000
        default: 10_000
        }
    }

    /// Active codes, grouped by decimals (ISO 4217:2015, list one).
    private static let table: [String: Currency] = {
        let groups: [(Int, String)] = [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
            (3, "BHD IQD JOD KWD LYD OMR TND"),
            (4, "CLF UYW"),
            (
                2,
                """
                AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN \
                BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
                GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP \
                LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR \
                NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN \
                SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
                """
            ),
        ]
        var table: [String: Currency] = [:]
        for (decimals, codes) in groups {
            for code in codes.split(separator: " ") {
                table[String(code)] = Currency(code: String(code), decimals: decimals)
            }
        }
        return table
    }()
}

extension Currency: CustomStringConvertible {
    public var description: String { code }
}

extension Currency: Codable {
    public init(from decoder: any Decoder) throws {
        try self.init(code: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
