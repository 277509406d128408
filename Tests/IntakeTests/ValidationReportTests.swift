import Commerce
import Testing

@testable import Intake

/// One small log, every figure worked out by hand.
@Suite struct ValidationReportTests {
    private static let ten = moment("2026-01-05 10:00")
    private static let secondLine = Event(
        .purchase, at: moment("2026-01-05 10:10"), shopper: "s1", item: "B", session: "x1", order: "o1", quantity: 1,
        price: pounds(20))
    private static let log = [
        Event(.impression, at: ten, shopper: "s1", visitor: "v1", item: "A", session: "x1", surface: .home),
        Event(.impression, at: ten, shopper: "s1", visitor: "v1", item: "B", session: "x1"),
        Event(.impression, at: ten, visitor: "v2", item: "A", session: "x2"),
        Event(.click, at: moment("2026-01-05 10:01"), shopper: "s1", visitor: "v1", item: "A", session: "x1"),
        Event(.cart, at: moment("2026-01-05 10:05"), shopper: "s1", item: "A", session: "x1"),
        Event(
            .purchase, at: moment("2026-01-05 10:10"), shopper: "s1", item: "A", session: "x1", order: "o1",
            quantity: 2,
            price: pounds(5)),
        secondLine, secondLine,
        Event(
            .purchase, at: moment("2026-01-07 09:00"), shopper: "s1", item: "A", order: "o2", quantity: 3,
            price: pounds(5)),
        Event(
            .cancellation, at: moment("2026-01-08 09:00"), shopper: "s1", item: "A", order: "o9", quantity: 4,
            price: pounds(5)),
        Event(
            .refund, at: moment("2026-01-09 09:00"), shopper: "s2", item: "A", quantity: 1,
            price: Money(decimal: 5, currency: .usd)),
        Event(.view, at: moment("1970-01-01"), shopper: "s2", item: "Z"),
        Event(.view, at: moment("2027-01-01"), shopper: "s2", item: "Z", id: "e1"),
        Event(.view, at: moment("2026-01-06 23:00"), item: "A", id: "e1"),
        Event(.search, at: moment("2026-01-06 22:00"), shopper: "s1"),
    ]
    private let made = report(
        on: log, items: [Item(id: "A"), Item(id: "B"), Item(id: "C")], shoppers: [Shopper(id: "s1")])

    @Test func `counts rows, records and different things`() {
        #expect(made.rows == RowCounts(read: 15, accepted: 15, rejected: 0, setAside: 0, skipped: [:], warnings: 0))
        #expect(made.records == RecordCounts(events: 15, items: 3, shoppers: 1))
        #expect(
            made.distinct
                == DistinctCounts(
                    shoppers: Tally(count: 2, isExact: true), visitors: Tally(count: 2, isExact: true),
                    items: Tally(count: 3, isExact: true), sessions: Tally(count: 2, isExact: true),
                    orders: Tally(count: 3, isExact: true)))
        let kinds = Dictionary(uniqueKeysWithValues: made.kinds.map { ($0.kind, $0.events) })
        #expect(
            kinds == [
                .impression: 3, .click: 1, .view: 3, .cart: 1, .purchase: 4, .cancellation: 1, .refund: 1, .search: 1,
            ])
        #expect(made.kinds[0].share == 0.2)
    }

    @Test func `looks at times, and leaves impossible ones out of the plots`() {
        #expect(
            made.times
                == TimeCheck(
                    isGiven: true, earliest: moment("1970-01-01"), latest: moment("2027-01-01"), outOfOrder: 3,
                    inFuture: 1,
                    implausible: 1))
        #expect(made.activity.daysPerBin == 1)
        #expect(made.activity.starts == ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"])
        #expect(made.activity.left == 2)
        #expect(made.activity.series.first { $0.kind == .purchase }?.events == [3, 0, 1, 0, 0])
        #expect(made.activity.series.first { $0.kind == .view }?.events == [0, 1, 0, 0, 0])
        #expect(made.clock.weekdays == [8, 2, 1, 1, 1, 0, 0])
        #expect(made.clock.hours[9] == 3 && made.clock.hours[10] == 8 && made.clock.hours[22] == 1)
        #expect(made.clock.hours.reduce(0, +) == 13)
    }

    @Test func `finds duplicates, gaps and orphans`() {
        #expect(made.duplicates == DuplicateCheck(repeatedContent: 1, repeatedIdentity: 1, isComplete: true))
        let missing = Dictionary(uniqueKeysWithValues: made.missing.map { ($0.field, [$0.expected, $0.missing]) })
        #expect(
            missing == [
                "shopper": [15, 2], "shopperOrVisitor": [15, 1], "session": [15, 7], "item": [14, 0], "order": [6, 1],
                "quantity": [6, 0], "price": [6, 0], "text": [1, 1], "surface": [3, 2], "decision": [3, 3],
            ])
        #expect(
            made.orphans
                == OrphanCheck(
                    hasItemTable: true, hasShopperTable: true, eventsOfUnknownItems: 2, unknownItems: 1,
                    unknownItemExamples: ["Z"], itemsWithoutEvents: 1, eventsOfUnknownShoppers: 3, unknownShoppers: 1))
    }

    @Test func `matches cancellations and returns to purchases`() {
        var check = made.reversals
        #expect(check.examples.map(\.who) == ["s2"])
        check.examples = []
        #expect(
            check
                == ReversalCheck(
                    cancellations: 1, returns: 1, matched: 1, partlyMatched: 0, unmatched: 1, unidentified: 0,
                    quantity: 5,
                    matchedQuantity: 4, examples: [], isComplete: true))
    }

    @Test func `profiles quantities and money by currency`() {
        let quantities = made.quantities
        #expect(quantities.count == 6 && quantities.negative == 0 && quantities.zero == 0 && quantities.extreme == 0)
        #expect(quantities.minimum == 1 && quantities.maximum == 4 && quantities.mean == 2)
        #expect(quantities.lowerQuartile == 1 && quantities.median == 1 && quantities.upperQuartile == 3)
        #expect(made.currencies.map(\.currency) == [.gbp, .usd])
        #expect(made.currencies.map(\.events) == [5, 1])
        #expect(made.currencies.map(\.purchased) == [65, 0])
        #expect(made.currencies.map(\.reversed) == [20, 5])
    }

    @Test func `walks the funnel and judges the gate`() {
        #expect(made.gate == ExposureGate(result: .passed, impressions: 3, clicks: 1))
        #expect(made.funnel.map(\.kind) == [.impression, .click, .view, .cart, .purchase])
        #expect(made.funnel.map(\.people) == [2, 1, 1, 1, 1])
        #expect(made.funnel.map(\.fromPrevious) == [nil, 1.0 / 3, 3, 1.0 / 3, 4])
        #expect(made.funnel.last?.fromFirst == 4.0 / 3)
    }

    @Test func `measures popularity, loyalty and activity`() throws {
        let popularity = made.popularity
        #expect(popularity.countsPositiveOnly && popularity.items == 3 && popularity.events == 9)
        #expect(popularity.top1 == 5.0 / 9 && popularity.top20 == 5.0 / 9)
        #expect(abs(try #require(popularity.gini) - 6.0 / 27) < 1e-12)
        #expect(popularity.mostPopular.map(\.item) == ["A", "B", "Z"])
        #expect(popularity.lorenz.count == 21 && popularity.lorenz.first == 0 && popularity.lorenz.last == 1)
        #expect(
            made.repeatBuying
                == RepeatBuying(buyers: 1, repeatBuyers: 1, orders: 2, lines: 4, repeatLines: 1))
        let each = made.eventsPerShopper
        #expect(each.count == 3 && each.median == 3 && each.maximum == 10 && each.mean == 14.0 / 3)
        #expect(each.buckets.map(\.count) == [1, 1, 0, 1] && each.buckets.map(\.from) == [1, 2, 4, 8])
        #expect(made.sessions.origin == .given && made.sessions.count == 2)
        #expect(made.sessions.events.maximum == 7 && made.sessions.minutes.maximum == 10)
        #expect(made.sessions.minutes.median == 0)
    }

    @Test func `says in findings what was found`() {
        #expect(made.verdict == .readyWithWarnings)
        let codes = made.findings.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(
            Set(codes) == [
                "duplicates.identity", "duplicates.content", "missing.shopperOrVisitor", "missing.shopper",
                "missing.session", "missing.order", "missing.surface", "orphans.items", "orphans.unused",
                "orphans.shoppers", "times.future", "times.implausible", "times.order", "events.few", "money.mixed",
                "reversals.unmatched",
            ])
        #expect(made.findings.map(\.severity) == made.findings.map(\.severity).sorted(by: >))
    }

    @Test func `an empty source is not ready`() {
        let empty = report(on: [])
        #expect(empty.verdict == .notReady && empty.findings.map(\.code) == ["rows.none"])
        #expect(empty.eventsPerShopper.median == nil && empty.popularity.gini == nil && empty.times.earliest == nil)
        #expect(!empty.text().isEmpty && empty.html().contains("</html>"))
    }

    @Test func `more clicks than impressions fail the gate`() {
        let events =
            [Event(.impression, at: Self.ten, shopper: "s", item: "A")]
            + (0..<2).map { Event(.click, at: Self.ten + .seconds($0), shopper: "s", item: "A") }
        let made = report(on: events)
        #expect(made.gate.result == .failed && made.verdict == .notReady)
        #expect(report(on: Array(events.prefix(2))).gate.result == .failed)
        #expect(report(on: [events[1]]).gate.result == .notApplicable)
    }

    @Test func `an order of many lines is no bot, seventy clicks in a minute are`() {
        let order = (0..<200).map {
            Event(.purchase, at: Self.ten, shopper: "buyer", item: ItemID("i\($0)"), order: "o1", quantity: 1)
        }
        let clicks = (0..<70).map { Event(.click, at: Self.ten + .milliseconds($0 * 800), visitor: "bot", item: "A") }
        let shown = (0..<100).map { _ in Event(.impression, at: Self.ten, shopper: "reader", item: "A") }
        let bots = report(on: order + clicks + shown).bots
        #expect(bots.count == 1 && bots.events == 70)
        #expect(
            bots.fastest == [.init(who: "bot", isVisitor: true, peak: 70, at: Self.ten, events: 70)])
    }

    @Test func `a source without times has an order only`() {
        let events = (0..<50).map { Event(.view, at: Timestamp(milliseconds: Int64($0)), shopper: "s", item: "A") }
        let made = report(on: events)
        #expect(!made.times.isGiven && made.times.earliest == nil && made.bots.count == 0)
        #expect(made.findings.map(\.code).contains("times.absent"))
        #expect(made.sessions.count == 0 && made.activity.starts.isEmpty)
    }

    @Test func `problems of rows are counted by code with a few examples`() {
        var batch = IntakeBatch(end: .start)
        batch.rows = 10
        for line in 2..<7 {
            let issue = RowIssue(
                line: line, column: "when", value: "x", code: "time.unreadable", message: "m", remedy: "r")
            batch.rejects.append(RejectedRow(raw: "raw", issue: issue))
        }
        batch.setAside = [
            RejectedRow(raw: "", issue: RowIssue(line: 9, code: "row.not-goods", message: "m", remedy: "r"))
        ]
        batch.warnings = [RowIssue(line: 8, code: "price.fraction", message: "m", remedy: "r")]
        batch.skipped = ["page_view": 2]
        batch.events = [
            Event(.view, at: Self.ten, shopper: "s", item: "A"), Event(.view, at: Self.ten, shopper: "s", item: "B"),
        ]
        var builder = ValidationReport.Builder(source: "f", now: moment("2026-03-01"))
        builder.add(batch)
        let made = builder.finish()
        #expect(
            made.rows
                == RowCounts(read: 10, accepted: 2, rejected: 5, setAside: 1, skipped: ["page_view": 2], warnings: 1))
        #expect(made.issues.map(\.code) == ["time.unreadable", "price.fraction", "row.not-goods"])
        #expect(made.issues[0].examples.map(\.line) == [2, 3, 4])
        #expect(made.verdict == .notReady)
    }
}
