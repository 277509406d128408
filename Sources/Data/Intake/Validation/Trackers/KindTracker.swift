import Commerce

/// Counts events by kind, by day and by hour of the week, and looks at the order of times.
struct KindTracker: Sendable {
    static let kindCount = EventKind.allCases.count

    private let firstDay: Int
    private var totals = [Int](repeating: 0, count: kindCount)
    /// [days, kinds], grown to the latest plausible day; day 0 is the earliest plausible one.
    private var daily: [UInt32] = []
    private var weekly = [Int](repeating: 0, count: 7 * 24)
    private var previous: Int64?
    private var check = TimeCheck.none

    init(earliestPlausible: Timestamp) { firstDay = earliestPlausible.day }

    mutating func observe(_ kind: EventKind, at time: Timestamp, _ plausibility: TimePlausibility) {
        totals[kind.storageCode - 1] += 1
        if let previous, time.milliseconds < previous { check.outOfOrder += 1 }
        previous = time.milliseconds
        check.earliest = check.earliest.map { min($0, time) } ?? time
        check.latest = check.latest.map { max($0, time) } ?? time
        switch plausibility {
        case .early: check.implausible += 1
        case .future: check.inFuture += 1
        case .plausible:
            let day = time.day
            let row = day - firstDay
            let cell = row * Self.kindCount + kind.storageCode - 1
            if cell >= daily.count {
                daily += [UInt32](repeating: 0, count: (row + 1) * Self.kindCount - daily.count)
            }
            daily[cell] += 1
            // 1970-01-01 was a Thursday, the fourth day of the week.
            let weekday = ((day + 3) % 7 + 7) % 7
            weekly[weekday * 24 + Int(time.milliseconds - Int64(day) * 86_400_000) / 3_600_000] += 1
        }
    }

    func count(_ kind: EventKind) -> Int { totals[kind.storageCode - 1] }

    var total: Int { totals.reduce(0, +) }

    /// Readers of sources without times number the rows instead, from 1970 on: then all times are too early, and
    /// there is nothing to say about them.
    var times: TimeCheck {
        guard check.implausible < total else { return .none }
        var check = check
        check.isGiven = true
        return check
    }

    var kinds: [KindCount] {
        let total = total
        return EventKind.allCases.filter { count($0) > 0 }.map {
            KindCount(kind: $0, events: count($0), share: Double(count($0)) / Double(total))
        }
    }

    var clock: ClockProfile {
        ClockProfile(
            hours: (0..<24).map { hour in (0..<7).reduce(0) { $0 + weekly[$1 * 24 + hour] } },
            weekdays: (0..<7).map { day in weekly[(day * 24)..<(day * 24 + 24)].reduce(0, +) })
    }

    var activity: ActivityOverTime {
        let days = daily.count / Self.kindCount
        let left = check.inFuture + check.implausible
        guard let first = daily.firstIndex(where: { $0 > 0 }).map({ $0 / Self.kindCount }) else {
            return ActivityOverTime(daysPerBin: 1, starts: [], series: [], left: left)
        }
        let width = Self.binWidth(days: days - first)
        let bins = (days - first + width - 1) / width
        let starts = (0..<bins).map { bin in
            String(Timestamp(seconds: Int64(firstDay + first + bin * width) * 86_400).iso8601.prefix(10))
        }
        let series = EventKind.allCases.compactMap { kind -> ActivityOverTime.Series? in
            var events = [Int](repeating: 0, count: bins)
            for day in first..<days {
                events[(day - first) / width] += Int(daily[day * Self.kindCount + kind.storageCode - 1])
            }
            return events.contains { $0 > 0 } ? .init(kind: kind, events: events) : nil
        }
        return ActivityOverTime(daysPerBin: width, starts: starts, series: series, left: left)
    }

    /// The least of 1, 2, 7, 14, 28, 91, 182, 364, 728, ... days that cuts `days` into at most 120 bins.
    static func binWidth(days: Int) -> Int {
        for width in [1, 2, 7, 14, 28, 91, 182] where days <= width * 120 { return width }
        var width = 364
        while days > width * 120 { width *= 2 }
        return width
    }
}

/// Whether a time can be one of a shop's log.
enum TimePlausibility { case early, plausible, future }

extension TimeCheck {
    fileprivate static let none = TimeCheck(
        isGiven: false, earliest: nil, latest: nil, outOfOrder: 0, inFuture: 0, implausible: 0)
}
