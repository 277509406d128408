import Commerce
import Foundation
import Testing

@Suite("Timestamps")
struct TimestampTests {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test("calendar fields agree with Foundation for times of 1600 to 9999", arguments: 0..<20)
    func foundation(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let milliseconds = Int64.random(in: -11_676_096_000_000...253_402_300_799_999, using: &generator)
            let time = Timestamp(milliseconds: milliseconds)
            let date = Date(timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down))
            let parts = Self.calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
            let civil = CivilDate(daysSinceEpoch: time.day)
            #expect([civil.year, civil.month, civil.day] == [parts.year, parts.month, parts.day])
            let rebuilt = Timestamp(
                date: civil, hour: try #require(parts.hour), minute: try #require(parts.minute),
                second: try #require(parts.second), millisecond: Int((milliseconds % 1000 + 1000) % 1000))
            #expect(rebuilt == time)
        }
    }

    @Test("text reads back to the millisecond", arguments: 0..<20)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            // Years 0 to 9999, one time in two without a fraction.
            let drawn = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
            let time = Timestamp(milliseconds: Bool.random(using: &generator) ? drawn : drawn / 1000 * 1000)
            #expect(Timestamp(iso8601: time.iso8601) == time, "\(time)")
        }
    }

    @Test(
        "known texts",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999Z", -1), ("2011-12-09", 1_323_388_800_000),
            ("2011-12-09 12:50", 1_323_435_000_000), ("2011-12-09T12:50:00.25Z", 1_323_435_000_250),
            ("2011-12-09T12:50:00.1239999", 1_323_435_000_123), ("2011-12-09 12:50:00 +00:00", 1_323_435_000_000),
            ("2000-02-29T00:00:00Z", 951_782_400_000), ("2016-12-31T23:59:60Z", 1_483_228_799_000),
            ("0000-01-01T00:00:00Z", -62_167_219_200_000), ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ] as [(String, Int64)])
    func known(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
        #expect(Timestamp(iso8601: text[...])?.milliseconds == milliseconds)
    }

    @Test(
        "zones shift to UTC, in every spelling",
        arguments: [
            ("+08:00", -480), ("+0800", -480), ("+08", -480), ("-05:30", 330), ("Z", 0), ("", 0), ("+00:00", 0),
            ("-23:59", 1439), (" +08:00", -480),
        ])
    func zones(zone: String, shift: Int64) throws {
        let time = try #require(Timestamp(iso8601: "2024-03-01T00:30:00\(zone)"))
        #expect(time.milliseconds == 1_709_253_000_000 + shift * 60_000)
    }

    @Test(
        "anything else is no time",
        arguments: [
            "", "2011", "2011-12", "2011-12-9", "2011/12/09", "2011-13-01", "2011-00-01", "2011-12-00", "2011-12-32",
            "2023-02-29", "1900-02-29", "2011-04-31", "2011-12-09T", "2011-12-09T24:00:00Z", "2011-12-09T12:60:00Z",
            "2011-12-09T12:50:61Z", "2011-12-09T12", "2011-12-09T12:5:00", "2011-12-09T12:50:00.Z",
            "2011-12-09T12:50:00+", "2011-12-09T12:50:00+8", "2011-12-09T12:50:00+24:00", "2011-12-09T12:50:00+99",
            "2011-12-09T12:50:00+08:60", "2011-12-09T12:50:00Zulu", "2011-12-09T12:50:00ZZ", " 2011-12-09",
            "-2011-12-09", "２０１１-12-09", "2011-12-09T12:50:00-", "today", "NaN",
        ])
    func malformed(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(
        "leap years follow the Gregorian rule", arguments: [(2000, true), (1900, false), (2024, true), (2023, false)])
    func leapYears(year: Int, isLeap: Bool) throws {
        #expect((CivilDate(year: year, month: 2, day: 29) != nil) == isLeap)
        let first = try #require(CivilDate(year: year, month: 1, day: 1)).daysSinceEpoch
        let next = try #require(CivilDate(year: year + 1, month: 1, day: 1)).daysSinceEpoch
        #expect(next - first == (isLeap ? 366 : 365))
    }

    @Test("days follow each other without gap over four centuries and the epoch")
    func everyDay() throws {
        var previous = CivilDate(daysSinceEpoch: -80_000)
        for day in -79_999...80_000 {
            let date = CivilDate(daysSinceEpoch: day)
            #expect(date.daysSinceEpoch == day)
            let isNextDay = date.day == previous.day + 1 && date.month == previous.month && date.year == previous.year
            let isNextMonth = date.day == 1 && (date.year * 12 + date.month) == previous.year * 12 + previous.month + 1
            guard isNextDay || isNextMonth else {
                Issue.record("\(previous) is followed by \(date)")
                return
            }
            previous = date
        }
    }

    @Test("the day rounds towards the past, at the ends of the range too")
    func day() {
        #expect(Timestamp(milliseconds: -1).day == -1)
        #expect(Timestamp(milliseconds: -86_400_000).day == -1)
        #expect(Timestamp(milliseconds: -86_400_001).day == -2)
        #expect(Timestamp(milliseconds: 86_399_999).day == 0)
        #expect(Timestamp(milliseconds: .min).day == -106_751_991_168)
        #expect(Timestamp(milliseconds: .max).day == 106_751_991_167)
    }

    @Test("durations add and subtract to the millisecond")
    func durations() {
        let time = Timestamp(seconds: 100)
        #expect((time + .milliseconds(1500)).milliseconds == 101_500)
        #expect((time - .days(1)).milliseconds == 100_000 - 86_400_000)
        #expect(time.since(time + .minutes(2)) == .seconds(-120))
        #expect(Duration.hours(3).wholeMilliseconds == 10_800_000)
        #expect(Duration.nanoseconds(-1_999_999).wholeMilliseconds == -1)
    }

    @Test("JSON is the ISO text; a year that four digits cannot say is refused")
    func json() throws {
        let time = Timestamp(milliseconds: 1_323_435_000_250)
        let data = try JSONEncoder().encode([time])
        #expect(String(decoding: data, as: UTF8.self) == #"["2011-12-09T12:50:00.250Z"]"#)
        #expect(try JSONDecoder().decode([Timestamp].self, from: data) == [time])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data(#"["yesterday"]"#.utf8))
        }
        #expect(throws: EncodingError.self) { try JSONEncoder().encode([Timestamp(milliseconds: .max)]) }
        #expect(Timestamp(milliseconds: -62_167_219_200_001).iso8601 == "-0001-12-31T23:59:59.999Z")
    }

    @Test("a manual clock moves only when told")
    func manualTime() {
        let clock = ManualTime(Timestamp(seconds: 5))
        #expect(clock.now() == clock.now())
        clock.advance(by: .seconds(2))
        #expect(clock.now() == Timestamp(seconds: 7))
        let before = Int64(Date().timeIntervalSince1970 * 1000) - 1
        let now = SystemTime().now().milliseconds
        #expect((before...Int64(Date().timeIntervalSince1970 * 1000) + 1).contains(now))
    }
}
