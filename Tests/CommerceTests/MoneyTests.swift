import Commerce
import Foundation
import Testing

@Suite("Money and currencies")
struct MoneyTests {
    @Test(
        "decimal text becomes minor units, halves away from zero, without a detour over binary fractions",
        arguments: [
            ("12.5", "GBP", 1250), ("-0.99", "GBP", -99), ("1e2", "GBP", 10_000), ("1.005", "GBP", 101),
            ("-1.005", "GBP", -101), ("1.0049999", "GBP", 100), ("0.005", "GBP", 1), ("0.0049", "GBP", 0),
            ("0.0005", "GBP", 0), ("199", "JPY", 199), ("0.5", "JPY", 1), ("1.2345", "BHD", 1235),
            ("1.5", "CLF", 15_000),
            ("+3", "GBP", 300), (".5", "GBP", 50), ("5.", "GBP", 500), ("00012.30", "GBP", 1230), ("0", "GBP", 0),
            ("-0", "GBP", 0), ("12.5E-1", "GBP", 125), ("1e-400", "GBP", 0), ("0e999999999999", "GBP", 0),
            ("90000000000000.00", "GBP", 9_000_000_000_000_000),
        ] as [(String, String, Int64)])
    func decimalText(text: String, code: String, minorUnits: Int64) throws {
        let currency = try Currency(code: code)
        #expect(Money(decimal: text, currency: currency)?.minorUnits == minorUnits)
    }

    @Test(
        "anything else is no amount",
        arguments: [
            "", " ", ".", "-", "+", "1,000", "1 000", "0x10", "nan", "inf", "-infinity", "12a", "1e", "1e+", "--1",
            "1.2.3",
            "£5", "90000000000000.01", "-90000000000000.01", "1e15", "1e999999999999999999999", "１２",
        ])
    func noAmount(text: String) {
        #expect(Money(decimal: text, currency: .gbp) == nil)
    }

    @Test("text agrees with decimal arithmetic", arguments: 0..<50)
    func oracle(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for currency in [Currency.jpy, .gbp, try Currency(code: "KWD")] {
            let digits = Int64.random(in: -99_999_999_999...99_999_999_999, using: &generator)
            let places = Int.random(in: 0...6, using: &generator)
            var amount = Decimal(digits) / pow(Decimal(10), places)
            let text = "\(amount)"
            amount *= Decimal(currency.scale)
            var rounded = Decimal()
            NSDecimalRound(&rounded, &amount, 0, .plain)
            #expect(
                Money(decimal: text, currency: currency)?.minorUnits == (rounded as NSDecimalNumber).int64Value,
                "\(text)")
        }
    }

    @Test("doubles round half away from zero, and must be finite and exact in a double")
    func doubles() {
        #expect(Money(decimal: 2.5, currency: .jpy)?.minorUnits == 3)
        #expect(Money(decimal: -2.5, currency: .jpy)?.minorUnits == -3)
        #expect(Money(decimal: 12.34, currency: .usd)?.minorUnits == 1234)
        for value in [Double.nan, .infinity, -.infinity, 9.1e13, -9.1e13] {
            #expect(Money(decimal: value, currency: .usd) == nil)
        }
        #expect(Money(minorUnits: 1234, currency: .usd).decimal == 12.34)
    }

    @Test("sums are exact; other currencies and overflow are refused")
    func arithmetic() throws {
        let ten = Money(minorUnits: 10, currency: .eur)
        #expect(try ten.adding(Money(minorUnits: -30, currency: .eur)).minorUnits == -20)
        #expect(try ten.multiplied(by: -3).minorUnits == -30)
        let huge = Money(minorUnits: .max, currency: .eur)
        func code(_ body: () throws -> Money) -> String? {
            #expect(throws: CommerceError.self, performing: { try body() })?.code
        }
        #expect(code { try ten.adding(Money(minorUnits: 1, currency: .usd)) } == "money.currencies")
        #expect(code { try huge.adding(ten) } == "money.overflow")
        #expect(code { try huge.multiplied(by: 2) } == "money.overflow")
        #expect(code { try Money(minorUnits: .min, currency: .eur).multiplied(by: -1) } == "money.overflow")
    }

    @Test("amounts are written with all decimals of the currency")
    func description() throws {
        #expect("\(Money(minorUnits: 1250, currency: .gbp))" == "GBP 12.50")
        #expect("\(Money(minorUnits: -5, currency: .gbp))" == "GBP -0.05")
        #expect("\(Money(minorUnits: 0, currency: .cny))" == "CNY 0.00")
        #expect("\(Money(minorUnits: -1200, currency: .jpy))" == "JPY -1200")
        #expect("\(Money(minorUnits: 7, currency: try Currency(code: "KWD")))" == "KWD 0.007")
        #expect("\(Money(minorUnits: .min, currency: .usd))" == "USD -92233720368547758.08")
    }

    @Test("currencies are ISO 4217 codes in any case, with their decimals")
    func currencies() throws {
        #expect(try Currency(code: "gbp") == .gbp)
        #expect(try Currency(code: "KRW").decimals == 0)
        #expect(try Currency(code: "TND").scale == 1000)
        #expect(try Currency(code: "UYW").scale == 10_000)
        for code in ["", "GB", "GBPP", "XXX", "£", "BTC"] {
            let failure = #expect(throws: CommerceError.self) { try Currency(code: code) }
            #expect(failure?.code == "currency.unknown")
            #expect(failure?.description.contains("remedy: ") == true)
        }
        for currency in [Currency.gbp, .usd, .eur, .cny, .jpy] {
            #expect(try Currency(code: currency.code) == currency)
        }
    }

    @Test("JSON holds minor units and the code")
    func json() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let money = Money(minorUnits: -1999, currency: .cny)
        let data = try encoder.encode(money)
        #expect(String(decoding: data, as: UTF8.self) == #"{"currency":"CNY","minorUnits":-1999}"#)
        #expect(try JSONDecoder().decode(Money.self, from: data) == money)
        let unknown = Data(#"{"currency":"ABC","minorUnits":1}"#.utf8)
        #expect(throws: CommerceError.self) { try JSONDecoder().decode(Money.self, from: unknown) }
    }
}
