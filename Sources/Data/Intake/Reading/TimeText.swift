import Commerce

/// Reads moments from bytes.
///
/// Accepted: ISO 8601 and its common relatives (`2011-12-09`, `2011-12-09 12:50:00`, `2011-12-09T12:50:00.25+08:00`,
/// `2011/12/09 12:50`, a final ` UTC` or ` GMT`), and Unix time. A Unix time is told by its size: below 1e11 it
/// counts seconds (to the year 5138), below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds; so
/// milliseconds before March 1973 would be misread. Without a zone, a time is UTC.
enum TimeText {
    static func read(_ bytes: Span<UInt8>) -> Timestamp? {
        guard bytes.count >= 8, let separator = dateSeparator(bytes) else { return unixTime(bytes) }
        if let time = plain(bytes, separator) { return time }
        return relaxed(bytes, separator)
    }

    /// Month first, as American spreadsheets write: `12/1/2010 8:26`, seconds optional.
    static func readMonthFirst(_ bytes: Span<UInt8>) -> Timestamp? {
        var index = 0
        guard let month = number(bytes, &index), take(UInt8(ascii: "/"), bytes, &index),
            let day = number(bytes, &index), take(UInt8(ascii: "/"), bytes, &index),
            let year = number(bytes, &index), year >= 1000,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        if index == bytes.count { return Timestamp(date: date, hour: 0, minute: 0, second: 0) }
        guard take(UInt8(ascii: " "), bytes, &index), let hour = number(bytes, &index),
            take(UInt8(ascii: ":"), bytes, &index), let minute = number(bytes, &index)
        else { return nil }
        var second = 0
        if take(UInt8(ascii: ":"), bytes, &index) {
            guard let read = number(bytes, &index) else { return nil }
            second = read
        }
        return index == bytes.count ? Timestamp(date: date, hour: hour, minute: minute, second: second) : nil
    }

    private static func take(_ byte: UInt8, _ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    /// One to four digits.
    private static func number(_ bytes: Span<UInt8>, _ index: inout Int) -> Int? {
        let start = index
        var value = 0
        while index < bytes.count, index - start < 4, bytes[index] >= 48, bytes[index] <= 57 {
            value = value * 10 + Int(bytes[index] - 48)
            index += 1
        }
        return index > start ? value : nil
    }

    // MARK: Calendar

    private static func dateSeparator(_ bytes: Span<UInt8>) -> UInt8? {
        bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: "/") ? bytes[4] : nil
    }

    /// The fixed layouts `YYYY-MM-DD` and `YYYY-MM-DD HH:MM:SS`, with `T` for the blank and an optional `Z`.
    private static func plain(_ bytes: Span<UInt8>, _ separator: UInt8) -> Timestamp? {
        guard bytes.count == 10 || bytes.count == 19 || (bytes.count == 20 && bytes[19] == UInt8(ascii: "Z")),
            bytes[7] == separator, let century = pair(bytes, 0), let year = pair(bytes, 2),
            let month = pair(bytes, 5), let day = pair(bytes, 8),
            let date = CivilDate(year: century * 100 + year, month: month, day: day)
        else { return nil }
        if bytes.count == 10 { return Timestamp(date: date, hour: 0, minute: 0, second: 0) }
        guard bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), let hour = pair(bytes, 11), let minute = pair(bytes, 14),
            let second = pair(bytes, 17)
        else { return nil }
        return Timestamp(date: date, hour: hour, minute: minute, second: second)
    }

    /// Everything else that ``Timestamp/init(iso8601:)`` knows, with slashes and the names of UTC.
    private static func relaxed(_ bytes: Span<UInt8>, _ separator: UInt8) -> Timestamp? {
        guard let valid = try? UTF8Span(validating: bytes) else { return nil }
        var text = String(copying: valid)
        if separator == UInt8(ascii: "/") { text = String(text.map { $0 == "/" ? "-" : $0 }) }
        for zone in ["UTC", "GMT"] where text.hasSuffix(zone) { text.removeLast(zone.count) }
        return Timestamp(iso8601: text)
    }

    private static func pair(_ bytes: Span<UInt8>, _ index: Int) -> Int? {
        let (high, low) = (bytes[index] &- 48, bytes[index + 1] &- 48)
        return high < 10 && low < 10 ? Int(high) * 10 + Int(low) : nil
    }

    // MARK: Unix

    private static func unixTime(_ bytes: Span<UInt8>) -> Timestamp? {
        guard let number = try? DecimalText(bytes), let time = unixTime(number) else { return nil }
        // Before the year 0 it could be stored, and never be told again.
        return time.isWritable ? time : nil
    }

    private static func unixTime(_ number: DecimalText) -> Timestamp? {
        if let whole = number.integer {
            switch whole.magnitude {
            case ..<100_000_000_000: return Timestamp(milliseconds: whole * 1000)
            case ..<100_000_000_000_000: return Timestamp(milliseconds: whole)
            case ..<100_000_000_000_000_000: return Timestamp(milliseconds: whole / 1000)
            default: return Timestamp(milliseconds: whole / 1_000_000)
            }
        }
        let value = number.double
        switch abs(value) {
        case ..<1e11: return Timestamp(milliseconds: Int64((value * 1000).rounded()))
        case ..<1e14: return Timestamp(milliseconds: Int64(value.rounded()))
        default: return nil
        }
    }
}
