import Commerce
import Foundation
import Testing

@testable import Simulator

@Suite("The funnel looks like a shop's")
struct CalibrationTests {
    @Test("A small shop is in the usual ranges, three seeds taken together")
    func small() throws {
        var funnel = FunnelReport()
        for run in try Run.small.get() { funnel.add(FunnelReport(of: run)) }
        // About 600 purchases: a share of 5 % is known to within 1 % (one standard error).
        funnel.check()
    }

    /// Half a minute a seed in a debug build, so it is asked for:
    /// `EQUIPOISE_FULL=1 swift test --filter CalibrationTests`.
    @Test(
        "The default shop is in the usual ranges, for each seed",
        .enabled(if: ProcessInfo.processInfo.environment["EQUIPOISE_FULL"] != nil, "set EQUIPOISE_FULL=1 to run"),
        arguments: 1...5 as ClosedRange<UInt64>)
    func demo(seed: UInt64) throws {
        let funnel = FunnelReport(of: Run(of: try Shop(.demo, seed: seed)))
        print("seed \(seed): \(funnel)")
        #expect((1_000_000...1_500_000).contains(funnel.events))
        funnel.check()
    }

    @Test("Evenings are busier than nights, and positions above are clicked more than those below")
    func patterns() throws {
        let run = try Run.small.get()[0]
        let shop = run.shop
        var byHour = [Int](repeating: 0, count: 24)
        var clicks = [Int](repeating: 0, count: 11)
        var shown = [Int](repeating: 0, count: 11)
        var byDay = [Int](repeating: 0, count: shop.configuration.days)
        for event in run.events {
            let profile = shop.profiles[Int(event.person)]
            let local = Int(event.time.milliseconds / 3_600_000) + profile.country.offset
            if event.kind == .impression, event.position == 1 { byHour[local % 24] += 1 }
            if event.kind == .impression { shown[event.position] += 1 }
            if event.kind == .click { clicks[event.position] += 1 }
            byDay[shop.day(of: event.time)] += 1
        }
        #expect(byHour[19..<22].reduce(0, +) > 4 * byHour[2..<5].reduce(0, +))
        let rates = (1...10).map { Double(clicks[$0]) / Double(shown[$0]) }
        #expect(rates[0] > 1.5 * rates[3] && rates[3] > 1.3 * rates[9])
        // A promotion of all departments on days 44 to 46 against the same weekdays around it.
        let before = (37...39).map { byDay[$0] }.reduce(0, +)
        let promotion = (44...46).map { byDay[$0] }.reduce(0, +)
        #expect(Double(promotion) > 1.15 * Double(before))
    }
}

/// What a shop's analyst would count first.
private struct FunnelReport: CustomStringConvertible {
    var events = 0
    var visits = 0
    var counts: [EventKind: Int] = [:]
    var orders = 0
    var buyers = 0
    var repeatBuyers = 0
    /// Sales in the best-selling fifth of the items, and in all.
    var bestSales = 0

    init() {}

    init(of run: Run) {
        visits = run.visits
        events = run.events.count
        var sales = [Int](repeating: 0, count: run.shop.catalogue.count)
        var ordersOf: [ShopperID: Set<OrderID>] = [:]
        for event in run.events {
            counts[event.kind, default: 0] += 1
            guard event.kind == .purchase, let item = event.item else { continue }
            sales[Int(item)] += 1
            let purchase = run.shop.event(event)
            if let shopper = purchase.shopper, let order = purchase.order {
                ordersOf[shopper, default: []].insert(order)
            }
        }
        orders = ordersOf.values.reduce(0) { $0 + $1.count }
        buyers = ordersOf.count
        repeatBuyers = ordersOf.values.count { $0.count > 1 }
        bestSales = sales.sorted(by: >).prefix(sales.count / 5).reduce(0, +)
    }

    mutating func add(_ other: FunnelReport) {
        events += other.events
        visits += other.visits
        counts.merge(other.counts, uniquingKeysWith: +)
        orders += other.orders
        buyers += other.buyers
        repeatBuyers += other.repeatBuyers
        bestSales += other.bestSales
    }

    func share(_ part: EventKind, of whole: EventKind) -> Double {
        Double(counts[part] ?? 0) / Double(counts[whole] ?? 0)
    }

    var conversion: Double { Double(orders) / Double(visits) }
    var repeatRate: Double { Double(repeatBuyers) / Double(buyers) }
    var topShare: Double { Double(bestSales) / Double(counts[.purchase] ?? 0) }

    /// The ranges that the simulator promises.
    func check() {
        #expect((0.02...0.05).contains(share(.click, of: .impression)), "clicks of impressions")
        #expect((0.08...0.15).contains(share(.cart, of: .click)), "carts of clicks")
        #expect((0.25...0.40).contains(share(.purchase, of: .cart)), "purchases of carts")
        #expect((0.03...0.08).contains(share(.refund, of: .purchase)), "returns of purchases")
        #expect((0.02...0.04).contains(conversion), "visits with an order")
        #expect((0.20...0.35).contains(repeatRate), "buyers who buy again within sixty days")
        #expect((0.60...0.80).contains(topShare), "sales of the best-selling fifth")
    }

    var description: String {
        func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
        return """
            \(events) events, \(visits) visits; clicks/impressions \(percent(share(.click, of: .impression))), \
            carts/clicks \(percent(share(.cart, of: .click))), purchases/carts \(percent(share(.purchase, of: .cart))), \
            returns/purchases \(percent(share(.refund, of: .purchase))), conversion \(percent(conversion)), \
            repeat buyers \(percent(repeatRate)), best fifth \(percent(topShare))
            """
    }
}
