/// Calendar arithmetic on the proleptic Gregorian calendar in UTC (days-from-civil, after H. Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms"). No allocation, no locale: importing calls it once a row.
public struct CivilDate: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// Nothing when the month or the day does not exist (`2023-02-29`).
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter daysSinceEpoch: days since 1970-01-01.
    public init(daysSinceEpoch: Int) {
        let shifted = daysSinceEpoch + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    public var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Timestamp {
    /// Midnight UTC plus a time of day. Nothing when a part is out of range; second 60 is read as 59.
    public init?(date: CivilDate, hour: Int, minute: Int, second: Int, millisecond: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0...60).contains(second),
            (0..<1000).contains(millisecond)
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60 + min(second, 59)
        self.init(milliseconds: Int64(seconds) * 1000 + Int64(millisecond))
    }

    /// Reads ISO 8601 and its common relatives: `2011-12-09`, `2011-12-09 12:50`, `2011-12-09T12:50:00.25Z`,
    /// `2011-12-09T12:50:00+08:00`. Without a zone the time is taken as UTC. Nothing for one that cannot be written again
    /// (``isWritable``), as the last hours of 9999 west of Greenwich.
    ///
    /// Fractions finer than a millisecond are cut off. Complexity: O(length), no allocation for native strings.
    public init?(iso8601 text: some StringProtocol) {
        // On concrete bytes: generic code would not be specialised across modules, and costs ten times as much.
        let parsed = text.utf8.withContiguousStorageIfAvailable { Self.parsed(Scanner($0)) }
        guard let value = parsed ?? Array(text.utf8).withUnsafeBufferPointer({ Self.parsed(Scanner($0)) })
        else { return nil }
        self = value
    }

    private static func parsed(_ bytes: Scanner) -> Timestamp? {
        var utf8 = bytes
        guard let year = utf8.number(digits: 4), utf8.take(UInt8(ascii: "-")),
            let month = utf8.number(digits: 2), utf8.take(UInt8(ascii: "-")),
            let day = utf8.number(digits: 2), let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var (hour, minute, second, millisecond) = (0, 0, 0, 0)
        if utf8.take(UInt8(ascii: "T")) || utf8.take(UInt8(ascii: " ")) {
            guard let readHour = utf8.number(digits: 2), utf8.take(UInt8(ascii: ":")),
                let readMinute = utf8.number(digits: 2)
            else { return nil }
            (hour, minute) = (readHour, readMinute)
            if utf8.take(UInt8(ascii: ":")) {
                guard let readSecond = utf8.number(digits: 2) else { return nil }
                second = readSecond
                if utf8.take(UInt8(ascii: ".")) {
                    guard let fraction = utf8.thousandths() else { return nil }
                    millisecond = fraction
                }
            }
        }
        guard let offset = utf8.zoneOffset(), utf8.isAtEnd,
            let local = Timestamp(
                date: date, hour: hour, minute: minute, second: second, millisecond: millisecond)
        else { return nil }
        let time = Timestamp(milliseconds: local.milliseconds - Int64(offset) * 60_000)
        return time.isWritable ? time : nil
    }

    /// `2011-12-09T12:50:00Z`, with `.250` before the zone when the milliseconds are not zero.
    ///
    /// Years outside 0 to 9999 are written with more digits or a sign, and are not read back.
    public var iso8601: String {
        let date = CivilDate(daysSinceEpoch: day)
        let rest = Int(milliseconds - Int64(day) * 86_400_000)
        let (seconds, fraction) = (rest / 1000, rest % 1000)
        var text = "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))T"
        text += "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        if fraction != 0 { text += ".\(padded(fraction, 3))" }
        return text + "Z"
    }
}

extension Timestamp: CustomStringConvertible {
    public var description: String { iso8601 }
}

extension Timestamp {
    /// Whether four digits can say its year, 0 to 9999, so that it is written and read back.
    public var isWritable: Bool { (-62_167_219_200_000...253_402_300_799_999).contains(milliseconds) }
}

extension Timestamp: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not an ISO 8601 time")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        guard isWritable else {
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "\(self) is not in years 0 to 9999"))
        }
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// A cursor over bytes of fixed-width digits.
private struct Scanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    /// The bytes must outlive the cursor.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    mutating func number(digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    mutating func thousandths() -> Int? {
        var (value, scale, count) = (0, 100, 0)
        while let digit = digit() {
            value += digit * scale
            scale /= 10
            count += 1
        }
        return count == 0 ? nil : value
    }

    /// Minutes east of UTC: nothing or `Z` is 0, else `+08:00`, `+0800` or `+08`.
    mutating func zoneOffset() -> Int? {
        _ = take(UInt8(ascii: " "))
        if isAtEnd || take(UInt8(ascii: "Z")) { return 0 }
        let sign: Int
        if take(UInt8(ascii: "+")) { sign = 1 } else if take(UInt8(ascii: "-")) { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 60 }
        _ = take(UInt8(ascii: ":"))
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private mutating func digit() -> Int? {
        guard place < bytes.count, bytes[place] >= 48, bytes[place] <= 57 else { return nil }
        place += 1
        return Int(bytes[place - 1]) - 48
    }
}
