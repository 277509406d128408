import Commerce
import Testing

@testable import Intake

@Suite struct CleaningStepTests {
    private static let ten = moment("2026-01-05 10:00")

    private func clean(_ step: any CleaningStep, _ events: [Event]) throws -> (events: [Event], step: StepRecord) {
        let result = try CleaningRecipe([step]).clean(events)
        return (result.events, try #require(result.record.steps.first))
    }

    private func bought(_ quantity: Double?, order: OrderID? = nil, item: ItemID = "A", minutes: Int = 0) -> Event {
        Event(
            .purchase, at: Self.ten + .minutes(minutes), shopper: "s", item: item, order: order, quantity: quantity,
            price: pounds(2))
    }

    // MARK: - Deduplicate

    @Test(arguments: 0..<10 as Range<UInt64>) func `deduplication keeps the first of equal events, in order`(
        seed: UInt64
    ) throws {
        let log = randomLog(seed: seed)
        var seen: Set<Event> = []
        #expect(try clean(Deduplicate(), log).events == log.filter { seen.insert($0).inserted })
        var known: Set<EventID> = []
        let result = try clean(Deduplicate(by: .identity), log)
        #expect(result.events == log.filter { $0.id.map { known.insert($0).inserted } ?? true })
        #expect(result.step.removed == log.count - result.events.count)
    }

    // MARK: - KeepKinds

    @Test func `only the named kinds stay`() throws {
        let log = EventKind.allCases.map { Event($0, at: Self.ten, shopper: "s", item: "A") }
        #expect(try clean(KeepKinds(), log).events.map(\.kind) == EventKind.allCases.filter(\.isPositive))
        #expect(try clean(KeepKinds([.click]), log).events.map(\.kind) == [.click])
        #expect(throws: IntakeError.self) { try KeepKinds([]) }
    }

    // MARK: - FillMissing

    @Test func `gaps are filled where the kind should have the field, or the event is dropped`() throws {
        let log = [bought(1), bought(nil), bought(4), bought(2), Event(.click, at: Self.ten, shopper: "s", item: "A")]
        let median = try clean(FillMissing(.quantity, with: .median), log)
        #expect(median.events.map(\.quantity) == [1, 2, 4, 2, nil])
        #expect(median.step.changed == 1 && median.step.fitted.fills == ["quantity": .number(2)])
        #expect(try clean(FillMissing(.quantity, with: .drop), log).events.count == 4)
        let constant = try clean(FillMissing(.quantity, with: .constant, constant: .number(9), kinds: [.click]), log)
        #expect(constant.events.map(\.quantity) == [1, nil, 4, 2, 9])
        let even = try clean(FillMissing(.quantity, with: .median), Array(log.prefix(3)))
        #expect(even.events[1].quantity == 2.5)
    }

    @Test func `the most frequent text fills a gap, the least of equally frequent ones`() throws {
        let countries = ["FR", "DE", nil, "FR", "DE", ""]
        let log = countries.map { country in
            Event(.view, at: Self.ten, shopper: "s", item: "A", attributes: country.map { ["country": $0] } ?? [:])
        }
        let result = try clean(FillMissing(.attribute("country"), with: .mostFrequent), log)
        #expect(result.events.map { $0.attributes["country"] } == ["FR", "DE", "DE", "FR", "DE", "DE"])
    }

    @Test func `a price is filled in the currency of the log, and refused in two`() throws {
        var log = [bought(1), bought(1), bought(1)]
        log[1].price = nil
        log[2].price = pounds(5)
        #expect(try clean(FillMissing(.price, with: .median), log).events[1].price == pounds(3.5))
        log[2].price = Money(decimal: 5, currency: .usd)
        let failure = try #require(throws: IntakeError.self) { try clean(FillMissing(.price, with: .median), log) }
        #expect(failure.code == "cleaning.currencies")
    }

    @Test func `a filling that makes no sense is refused`() throws {
        #expect(throws: IntakeError.self) { try FillMissing(.session, with: .median) }
        #expect(throws: IntakeError.self) { try FillMissing(.quantity, with: .constant) }
        #expect(throws: IntakeError.self) { try FillMissing(.quantity, with: .drop, constant: .number(1)) }
        #expect(throws: IntakeError.self) { try FillMissing(.quantity, with: .constant, constant: .text("one")) }
        #expect(throws: IntakeError.self) { try FillMissing(.quantity, with: .constant, constant: .number(.nan)) }
        let failure = try #require(throws: IntakeError.self) {
            try clean(FillMissing(.quantity, with: .median), [bought(nil)])
        }
        #expect(failure.code == "cleaning.fit")
    }

    // MARK: - LimitOutliers

    /// 1, 2, 3, 4, 5, 6, 7, 8, 9, 100: Q1 3.25, Q3 7.75, median 5.5, distances' median 2.5 (NumPy, type 7).
    private var skewed: [Event] { (1...9).map { bought(Double($0)) } + [bought(100)] }

    @Test func `fences are those of the textbook`() throws {
        func range(_ step: LimitOutliers) throws -> NumberRange {
            try #require(try clean(step, skewed).step.fitted.ranges["quantity"])
        }
        let box = try range(LimitOutliers(.quantity, method: .interquartile))
        #expect(box == NumberRange(lower: -3.5, upper: 14.5))
        let spread = try range(LimitOutliers(.quantity, method: .deviation))
        #expect(
            abs(spread.lower - (5.5 - 3 * 1.4826 * 2.5)) < 1e-12 && abs(spread.upper - (5.5 + 3 * 1.4826 * 2.5)) < 1e-12
        )
        let middle = try range(LimitOutliers(.quantity, method: .quantiles, lower: 0.1, upper: 0.9))
        #expect(abs(middle.lower - 1.9) < 1e-12 && abs(middle.upper - 18.1) < 1e-12)
    }

    @Test func `outliers are capped or dropped, and others left alone`() throws {
        let capped = try clean(LimitOutliers(.quantity, method: .interquartile), skewed)
        #expect(capped.events.map(\.quantity) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 14.5] && capped.step.changed == 1)
        let dropped = try clean(LimitOutliers(.quantity, method: .interquartile, action: .drop), skewed)
        #expect(dropped.events.count == 9)
        let wild = try clean(
            LimitOutliers(.quantity, method: .interquartile), skewed + [bought(.nan), bought(.infinity)])
        #expect(wild.events[10].quantity == nil && wild.events[11].quantity == 14.5)
    }

    @Test func `on the logarithm, numbers that are not positive stay`() throws {
        let log = [1.0, 10, 10, 10, 100, 1e6, 0, -5].map { bought($0) }
        let result = try clean(LimitOutliers(.quantity, method: .interquartile, onLogarithm: true), log)
        // Logarithms 0 1 1 1 2 6 (base 10): Q1 1, Q3 1.75, so the fences are -0.125 and 2.875.
        let quantities = result.events.map { $0.quantity ?? .nan }
        #expect(quantities[0] == 1 && quantities[4] == 100 && quantities[6] == 0 && quantities[7] == -5)
        #expect(abs(quantities[5] - 749.894) < 0.001)
    }

    @Test func `a capped price is rounded into its range`() throws {
        var log = skewed
        for index in log.indices { log[index].price = Money(minorUnits: Int64(index + 1) * 101, currency: .gbp) }
        let step = try LimitOutliers(.price, method: .quantiles, lower: 0.13, upper: 0.87)
        let once = try CleaningRecipe([step]).clean(log)
        let range = try #require(once.record.steps[0].fitted.ranges["price"])
        for event in once.events { #expect(range.contains(try #require(event.price).decimal)) }
        #expect(once.record.fitted.clean(once.events).events == once.events)
    }

    @Test func `parameters of outliers are checked`() {
        #expect(throws: IntakeError.self) { try LimitOutliers(.session, method: .interquartile) }
        #expect(throws: IntakeError.self) { try LimitOutliers(.quantity, method: .deviation, multiplier: 0) }
        #expect(throws: IntakeError.self) { try LimitOutliers(.quantity, method: .quantiles, lower: 0.9, upper: 0.1) }
        #expect(throws: IntakeError.self) { try LimitOutliers(.quantity, method: .interquartile, multiplier: .nan) }
    }

    // MARK: - NormaliseNumbers

    @Test func `numbers are normalised with the ranges of the training events`() throws {
        let recipe = CleaningRecipe([try NormaliseNumbers([.quantity, .price, .attribute("dwell")])])
        var train = [2.0, 4, 10].map { bought($0) }
        train[1].attributes["dwell"] = "30"
        let (events, record) = try recipe.clean(train)
        #expect(events.map { $0.attributes["quantity.unit"] } == ["0.0", "0.25", "1.0"])
        #expect(events.map(\.quantity) == [2, 4, 10])
        #expect(events[0].attributes["price.unit"] == "0.0" && events[1].attributes["dwell.unit"] == "0.0")
        #expect(events[0].attributes["dwell.unit"] == nil)
        let later = record.fitted.clean([bought(-50), bought(7), bought(99), bought(.nan), bought(nil)]).events
        #expect(later.map { $0.attributes["quantity.unit"] } == ["0.0", "0.625", "1.0", nil, nil])
        #expect(throws: IntakeError.self) { try NormaliseNumbers([.item]) }
        #expect(throws: IntakeError.self) { try NormaliseNumbers([]) }
    }

    @Test(arguments: [-3.5, -1, 0, 0.1, 2, 7.25]) func `a normalised number leads back`(number: Double) throws {
        let range = try #require(NumberRange(fitting: [7.25, .nan, -3.5, .infinity, 0]))
        #expect(range == NumberRange(lower: -3.5, upper: 7.25))
        #expect((0...1).contains(range.unit(of: number)))
        #expect(abs(range.value(at: range.unit(of: number)) - number) < 1e-12)
    }

    @Test func `a range has answers at its limits`() {
        #expect(NumberRange(fitting: [.nan]) == nil && NumberRange(fitting: []) == nil)
        #expect(NumberRange(lower: 3, upper: 3).unit(of: 9) == 0 && NumberRange(lower: 3, upper: 3).value(at: 1) == 3)
        let whole = NumberRange(lower: -.greatestFiniteMagnitude, upper: .greatestFiniteMagnitude)
        #expect(whole.unit(of: 0) == 0.5 && whole.value(at: 1) == .greatestFiniteMagnitude)
        #expect(NumberRange(lower: 0, upper: 1).unit(of: .nan).isNaN)
    }

    // MARK: - CutSessions

    @Test func `sessions are cut at pauses, for each person, and named after their start`() throws {
        func view(_ minutes: Int, _ shopper: ShopperID?, visitor: VisitorID? = nil, session: SessionID? = nil) -> Event
        {
            Event(
                .view, at: Self.ten + .minutes(minutes), shopper: shopper, visitor: visitor, item: "A", session: session
            )
        }
        let log = [
            view(61, "a"), view(0, "a"), view(30, "a"), view(10, nil, visitor: "a"), view(20, "a", session: "given"),
            view(5, nil), Event(.view, at: Timestamp(seconds: 5), shopper: "a", item: "A"),
        ]
        let result = try clean(CutSessions(), log)
        let (start, later) = (Self.ten.milliseconds, (Self.ten + .minutes(61)).milliseconds)
        #expect(
            result.events.map(\.session) == [
                SessionID("session:shopper:a:\(later)"), SessionID("session:shopper:a:\(start)"),
                SessionID("session:shopper:a:\(start)"),
                SessionID("session:visitor:a:\((Self.ten + .minutes(10)).milliseconds)"),
                "given", nil, nil,
            ])
        #expect(result.step.changed == 4 && result.step.details == ["sessions": 3])
        #expect(throws: IntakeError.self) { try CutSessions(gapMinutes: 0) }
    }

    // MARK: - MergeVisitors

    @Test func `a visitor joins the one shopper seen with it, near in time`() throws {
        func view(_ day: Int, _ shopper: ShopperID?, _ visitor: VisitorID) -> Event {
            Event(.view, at: Self.ten + .days(day), shopper: shopper, visitor: visitor, item: "A")
        }
        let log = [
            view(0, nil, "v"), view(5, "s", "v"), view(30, nil, "v"), view(60, nil, "v"), view(80, "s", "v"),
            view(1, "s", "shared"), view(2, "t", "shared"), view(3, nil, "shared"), view(3, nil, "stranger"),
        ]
        let result = try clean(MergeVisitors(withinDays: 25), log)
        #expect(
            result.events.map(\.shopper?.rawValue) == ["s", "s", "s", "s", "s", "s", "t", nil, nil])
        #expect(
            result.step.details == ["mergedVisitors": 1, "ambiguousVisitors": 1, "eventsTooFarInTime": 0])
        #expect(result.step.examples == ["shared"] && result.step.changed == 3)
        let near = try clean(MergeVisitors(withinDays: 10), log)
        #expect(near.events.map(\.shopper?.rawValue) == ["s", "s", nil, nil, "s", "s", "t", nil, nil])
        #expect(near.step.details["eventsTooFarInTime"] == 2)
    }

    // MARK: - RemoveBots

    @Test func `whoever acts too fast goes with all events`() throws {
        let clicks = (0..<61).map { Event(.click, at: Self.ten + .milliseconds(900 * $0), visitor: "bot", item: "A") }
        let slow = (0..<61).map { Event(.click, at: Self.ten + .milliseconds(1100 * $0), shopper: "bot", item: "A") }
        let other = Event(.view, at: moment("2026-01-09"), visitor: "bot", item: "B")
        let numbered = (0..<90).map {
            Event(.click, at: Timestamp(milliseconds: Int64($0)), shopper: "line", item: "A")
        }
        let result = try clean(RemoveBots(), clicks + slow + [other] + numbered)
        #expect(result.events == slow + numbered)
        #expect(result.step.details == ["bots": 1] && result.step.examples == ["bot"])
        #expect(throws: IntakeError.self) { try RemoveBots(actionsPerMinute: 0) }
    }

    // MARK: - NetCancellations

    @Test func `cancelled quantities leave their purchases`() throws {
        func back(_ quantity: Double?, minutes: Int, item: ItemID = "A") -> Event {
            Event(.refund, at: Self.ten + .minutes(minutes), shopper: "s", item: item, quantity: quantity)
        }
        let log = [
            bought(2), bought(5, minutes: 1), back(6, minutes: 2), bought(3, minutes: 3), bought(nil, item: "B"),
            back(nil, minutes: 4, item: "B"), back(2, minutes: 5, item: "C"),
        ]
        let result = try clean(NetCancellations(), log)
        #expect(result.events.map(\.quantity) == [1, 3, 2])
        #expect(result.events.map(\.kind) == [.purchase, .purchase, .refund])
        #expect(result.step.details == ["unmatched": 1] && result.step.changed == 1)
        #expect(try clean(NetCancellations(dropUnmatched: true), log).events.map(\.quantity) == [1, 3])
    }

    @Test(arguments: 0..<10 as Range<UInt64>) func `netting keeps the balance of every person and item`(seed: UInt64)
        throws
    {
        let log = randomLog(seed: seed, inOrder: false)
        func balance(_ events: [Event]) -> [String: Double] {
            var sums: [String: Double] = [:]
            for event in events {
                let sign: Double =
                    event.kind == .purchase ? 1 : event.kind == .cancellation || event.kind == .refund ? -1 : 0
                guard sign != 0, let item = event.item else { continue }
                let key = (event.who ?? event.order.map { "o:\($0)" } ?? "") + " \(item)"
                sums[key, default: 0] += sign * (event.quantity ?? 1)
            }
            return sums.filter { $0.value != 0 }
        }
        #expect(balance(try clean(NetCancellations(), log).events) == balance(log))
    }
}
