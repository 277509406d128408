import Commerce
import Testing

@testable import Intake

private func decimal(_ text: String) throws(DecimalText.Failure) -> DecimalText {
    try DecimalText(Array(text.utf8).span)
}

private func time(_ text: String) -> Timestamp? { TimeText.read(Array(text.utf8).span) }

@Suite("Numbers and times from bytes")
struct ReadingValueTests {
    @Test(
        "numbers worked by hand",
        arguments: [
            ("0", 0), ("12", 12), ("-0.5", -0.5), (".5", 0.5), ("5.", 5), ("+1e3", 1000), ("2.5E-2", 0.025),
            ("1e22", 1e22), ("9007199254740993", 9_007_199_254_740_992), ("0.1", 0.1), ("1e-400", 0),
            ("12345678901234567890000", 1.2345678901234567e22),
            ("0.000000000000000000000000000000012345", 1.2345e-32),
        ])
    func numbers(text: String, expected: Double) throws {
        #expect(try decimal(text).double == expected)
    }

    @Test("a double's shortest text reads back to the same double", arguments: 0..<10)
    func doubles(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = Double(Int64.random(in: -1_000_000_000...1_000_000_000, using: &rng)) / 1000
            #expect(try decimal("\(value)").double == value)
            let wild = Double(bitPattern: UInt64.random(in: .min ... .max, using: &rng))
            // Digits past the nineteenth are cut, which 17 significant digits never reach.
            if wild.isFinite { #expect(try decimal("\(wild)").double == wild, "\(wild)") }
        }
    }

    @Test("sixteen to nineteen digits with decimals round as the standard library rounds them", arguments: 0..<10)
    func manyDigits(seed: UInt64) throws {
        var rng = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let digits = String(UInt64.random(in: 1 << 53...1_800_000_000_000_000_000, using: &rng))
            let point = digits.index(digits.endIndex, offsetBy: -Int.random(in: 1...15, using: &rng))
            let text = digits[..<point] + "." + digits[point...]
            #expect(try decimal(String(text)).double == Double(text), "\(text)")
            let small = "0." + digits
            #expect(try decimal(small).double == Double(small), "\(small)")
        }
        // Halfway between two doubles: to the even one.
        #expect(try decimal("4503599627370496.5").double == 4_503_599_627_370_496.5)
        #expect(try decimal("9007199254740993.0").double == 9_007_199_254_740_992)
        #expect(try decimal("9007199254740995.0").double == 9_007_199_254_740_996)
        #expect(try decimal("9007199254740993.01").double == 9_007_199_254_740_994)
    }

    @Test(
        "what is no number is unreadable",
        arguments: ["", "abc", "1,5", "£5", "1 000", "0x10", "--1", "1e", "1.2.3", ".", "e5"])
    func unreadable(text: String) {
        #expect(throws: DecimalText.Failure.unreadable) { try decimal(text) }
    }

    @Test(
        "NaN and infinities are told apart from nonsense",
        arguments: ["NaN", "nan", "-inf", "Infinity", "+INF", "1e999"])
    func notFinite(text: String) {
        #expect(throws: DecimalText.Failure.notFinite) { try decimal(text) }
    }

    @Test(
        "money is rounded half away from zero, and says when it was",
        arguments: [
            ("2.55", 255, false), ("2.5", 250, false), ("0.005", 1, true), ("0.004", 0, true), ("-0.005", -1, true),
            ("2.5500000000000003", 255, false), ("2.5499999999999998", 255, false), ("1e2", 10_000, false),
            ("0.0000000000000000000000001", 0, true), ("11062.06", 1_106_206, false),
        ] as [(String, Int64, Bool)])
    func money(text: String, units: Int64, hasFraction: Bool) throws {
        let read = try decimal(text).minorUnits(of: .gbp)
        #expect(read.units == units)
        #expect(read.hasFraction == hasFraction)
    }

    @Test("money past its range has no units; yen have no decimals")
    func moneyRange() throws {
        #expect(try decimal("90000000000000").minorUnits(of: .gbp).units == 9_000_000_000_000_000)
        #expect(try decimal("90000000000000.01").minorUnits(of: .gbp).units == nil)
        #expect(try decimal("1e300").minorUnits(of: .gbp).units == nil)
        #expect(try decimal("120").minorUnits(of: .jpy).units == 120)
        #expect(try decimal("120.5").minorUnits(of: .jpy) == (121, true))
    }

    @Test(
        "times in every accepted form",
        arguments: [
            ("2011-12-09", "2011-12-09T00:00:00Z"), ("2011-12-09 12:50:00", "2011-12-09T12:50:00Z"),
            ("2011-12-09T12:50:00Z", "2011-12-09T12:50:00Z"),
            ("2011-12-09T12:50:00.25+08:00", "2011-12-09T04:50:00.250Z"),
            ("2011-12-09 12:50", "2011-12-09T12:50:00Z"), ("2011/12/09 12:50:01", "2011-12-09T12:50:01Z"),
            ("2019-10-01 00:00:00 UTC", "2019-10-01T00:00:00Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
            ("881250949", "1997-12-04T15:55:49Z"), ("881250949.0", "1997-12-04T15:55:49Z"),
            ("1706659200123", "2024-01-31T00:00:00.123Z"), ("1706659200123456", "2024-01-31T00:00:00.123Z"),
            ("1706659200123456789", "2024-01-31T00:00:00.123Z"), ("1706659200.5", "2024-01-31T00:00:00.500Z"),
            ("99999999999", "5138-11-16T09:46:39Z"), ("100000000000", "1973-03-03T09:46:40Z"),
            ("-1", "1969-12-31T23:59:59Z"),
        ])
    func times(text: String, expected: String) throws {
        let expected = try #require(Timestamp(iso8601: expected))
        #expect(time(text) == expected)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            "", "yesterday", "2011-13-01", "2023-02-29", "2011-12-09 25:00:00", "12/09/2011", "2011-12-09 12:50:00 CET",
            "2011-12-0é", "NaN", "1e30", "2011-12-09x12:50:00",
        ])
    func noTimes(text: String) { #expect(time(text) == nil) }

    @Test("American dates are read where they are asked for")
    func monthFirst() throws {
        func read(_ text: String) -> Timestamp? { TimeText.readMonthFirst(Array(text.utf8).span) }
        #expect(read("12/1/2010 8:26") == Timestamp(iso8601: "2010-12-01T08:26:00"))
        #expect(read("2/28/2011 18:05:09") == Timestamp(iso8601: "2011-02-28T18:05:09"))
        #expect(read("2/29/2011 18:05") == nil)
        #expect(read("13/1/2010 8:26") == nil)
        #expect(read("2010-12-01 08:26:00") == nil)
    }
}
