import Commerce
import Testing

@testable import Intake

/// Figures of random logs against plain counting.
@Suite struct ValidationOracleTests {
    @Test(arguments: 0..<12 as Range<UInt64>) func `counts agree with plain sets and dictionaries`(seed: UInt64) {
        let log = randomLog(seed: seed)
        let made = report(on: log)
        #expect(made.distinct.shoppers.count == Set(log.compactMap(\.shopper)).count)
        #expect(made.distinct.visitors.count == Set(log.compactMap(\.visitor)).count)
        #expect(made.distinct.items.count == Set(log.compactMap(\.item)).count)
        #expect(made.distinct.orders.count == Set(log.compactMap(\.order)).count)
        #expect(made.duplicates.repeatedContent == log.count - Set(log).count)
        let identities = log.compactMap(\.id)
        #expect(made.duplicates.repeatedIdentity == identities.count - Set(identities).count)
        #expect(made.times.outOfOrder == zip(log, log.dropFirst()).count { $0.time > $1.time })
        let people = Dictionary(grouping: log.filter { $0.who != nil }) { $0.who ?? "" }
        let counts = people.values.map(\.count).sorted()
        #expect(made.eventsPerShopper.count == people.count)
        #expect(made.eventsPerShopper.maximum == Double(counts[counts.count - 1]))
        #expect(made.eventsPerShopper.buckets.reduce(0) { $0 + $1.count } == people.count)
        for stage in made.funnel {
            #expect(stage.people == people.values.count { $0.contains { $0.kind == stage.kind } })
        }
    }

    @Test(arguments: 0..<12 as Range<UInt64>) func `inequality agrees with its definition`(seed: UInt64) throws {
        let log = randomLog(seed: seed)
        let counts = Dictionary(grouping: log.filter { $0.kind.isPositive }) { $0.item }.values.map { Double($0.count) }
        // Mean absolute difference over twice the mean.
        let differences = counts.reduce(0) { sum, left in sum + counts.reduce(0) { $0 + abs(left - $1) } }
        let expected = differences / (2 * Double(counts.count) * counts.reduce(0, +))
        let popularity = report(on: log).popularity
        #expect(abs(try #require(popularity.gini) - expected) < 1e-9)
        // The area under the Lorenz curve says nearly the same.
        let area = zip(popularity.lorenz, popularity.lorenz.dropFirst()).reduce(0) { $0 + ($1.0 + $1.1) / 2 * 0.05 }
        #expect(abs(1 - 2 * area - expected) < 0.03)
    }

    @Test(arguments: 0..<12 as Range<UInt64>) func `sessions agree with cutting each person's sorted events`(
        seed: UInt64
    ) {
        let log = randomLog(seed: seed)
        var lengths: [Int] = []
        for (who, events) in Dictionary(grouping: log, by: \.who) where who != nil {
            let times = events.map(\.time).sorted()
            for (place, time) in times.enumerated() {
                if place == 0 || time.since(times[place - 1]) > .minutes(30) { lengths.append(0) }
                lengths[lengths.count - 1] += 1
            }
        }
        let made = report(on: log.sorted { $0.time < $1.time }).sessions
        #expect(made.origin == .cutByPauses && made.count == lengths.count)
        #expect(made.events.maximum == lengths.max().map(Double.init))
        let mean = Double(lengths.reduce(0, +)) / Double(lengths.count)
        #expect(made.events.mean == mean)
    }

    @Test(arguments: 0..<12 as Range<UInt64>) func `bots agree with counting actions by clock minute`(seed: UInt64) {
        let log = randomLog(seed: seed).map { event in
            // Without orders every event but an impression is an action.
            var event = event
            event.order = nil
            return event
        }.sorted { $0.time < $1.time }
        let actions = log.filter { $0.who != nil && $0.kind != .impression }
        let perMinute = Dictionary(grouping: actions) { [$0.who ?? "", "\($0.time.milliseconds / 60_000)"] }
        let expected = Set(perMinute.filter { $0.value.count > 3 }.map { $0.key[0] })
        var options = ValidationOptions()
        options.actionsPerMinute = 3
        let bots = report(on: log, options: options).bots
        #expect(bots.count == expected.count)
        #expect(bots.events == log.count { $0.who.map(expected.contains) ?? false })
    }

    @Test(arguments: 0..<12 as Range<UInt64>) func `loyalty agrees with sets of orders`(seed: UInt64) {
        let log = randomLog(seed: seed)
        let purchases = log.filter { $0.kind == .purchase && $0.who != nil }
        // An order counts for whoever has its first line, as a purchase without an order counts for its moment.
        var owners: [String: String] = [:]
        for event in log where event.kind == .purchase {
            let order = event.order.map { "o:\($0)" } ?? "t:\(event.who ?? "")\(event.time.milliseconds)"
            if owners[order] == nil { owners[order] = event.who ?? "" }
        }
        let counts = Dictionary(grouping: owners.values.filter { !$0.isEmpty }) { $0 }.mapValues(\.count)
        let made = report(on: log).repeatBuying
        #expect(made.orders == counts.values.reduce(0, +))
        #expect(made.buyers == counts.count)
        #expect(made.repeatBuyers == counts.values.count { $0 > 1 })
        #expect(made.lines == purchases.count)
    }

    @Test func `limits turn exact figures into estimates, and the report says so`() {
        var random = SeededGenerator(seed: 5)
        let log = (0..<20_000).map { number in
            Event(
                .purchase, at: moment("2026-01-05") + .seconds(number), shopper: ShopperID("s\(number % 5000)"),
                item: ItemID("i\(Int.random(in: 0..<4000, using: &random))"), order: OrderID("o\(number / 2)"),
                quantity: 1)
        }
        var options = ValidationOptions()
        options.trackedPeople = 100
        options.trackedItems = 100
        options.trackedSessions = 100
        options.trackedEvents = 100
        options.trackedPurchases = 100
        let made = report(on: log, options: options)
        for (tally, truth) in [
            (made.distinct.shoppers, 5000), (made.distinct.orders, 10_000),
            (made.distinct.items, Set(log.compactMap(\.item)).count),
        ] {
            #expect(!tally.isExact)
            // Four standard errors of 0.81 %.
            #expect(abs(Double(tally.count) / Double(truth) - 1) < 0.0325)
        }
        #expect(!made.duplicates.isComplete && !made.reversals.isComplete)
        let limits = Set(made.findings.map(\.code).filter { $0.hasPrefix("limit.") })
        #expect(
            limits == [
                "limit.trackedPeople", "limit.trackedItems", "limit.trackedSessions", "limit.trackedEvents",
                "limit.trackedPurchases",
            ])
    }

    @Test func `the report does not depend on how the source is cut into batches`() {
        let log = randomLog(seed: 3)
        var builder = ValidationReport.Builder(source: "log.csv", preset: "csv", now: moment("2026-03-01"))
        for start in stride(from: 0, to: log.count, by: 7) {
            var batch = IntakeBatch(end: .start)
            batch.events = Array(log[start..<min(start + 7, log.count)])
            batch.rows = batch.events.count
            builder.add(batch)
        }
        #expect(builder.finish() == report(on: log))
    }

    @Test func `options out of range are refused by name`() throws {
        var options = ValidationOptions()
        options.actionsPerMinute = 0
        let failure = try #require(throws: IntakeError.self) { _ = try options.checked() }
        #expect(failure.code == "validation.option" && failure.message.contains("actionsPerMinute"))
        options = ValidationOptions()
        options.rejectedShare = .nan
        #expect(throws: IntakeError.self) { _ = try options.checked() }
    }
}
