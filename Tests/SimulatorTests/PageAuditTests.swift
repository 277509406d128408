import Commerce
import Testing

@testable import Simulator

@Suite("The truth about a page")
struct PageAuditTests {
    /// Remembers the lists it gave.
    private struct Recorder: Storefront {
        var inner: UniformStorefront
        var slates: [Slate] = []

        mutating func beginDay(_ day: Int) { inner.beginDay(day) }
        mutating func observe(_ events: [SimulatedEvent]) {}
        mutating func slate(for request: PageRequest, using generator: inout SeededGenerator) -> Slate {
            var slate = inner.slate(for: request, using: &generator)
            slate.exploiting = slate.entries.map(\.item).reversed()
            if request.query == nil { slates.append(slate) }
            return slate
        }
    }

    @Test("an audit agrees with the plain sum of expected rewards, and no list beats the best")
    func auditsAgreeWithTheTruth() throws {
        let shop = try Shop(.tiny, seed: 4)
        let auditor = PageAuditor(of: shop, weights: .standard)
        var front = Recorder(inner: UniformStorefront(for: shop.catalogue))
        front.beginDay(0)
        var pages = 0
        for row in 0..<40 {
            let time = shop.configuration.start + .hours(12)
            var session = ShopperSession(in: shop, of: shop.shopper(Int32(row)), at: time)
            while let page = session.nextPage() {
                var random = session.storefrontGenerator
                let slate = front.slate(for: page, using: &random)
                guard let audit = auditor.audit(slate, for: page, in: session) else {
                    #expect(page.query != nil)
                    _ = session.respond(to: slate)
                    continue
                }
                func plain(_ items: [Int32]) -> Double {
                    items.enumerated().reduce(0) { sum, entry in
                        sum
                            + shop.expectedReward(
                                of: entry.element, to: session.shopper, during: session.visit, at: page.time,
                                position: entry.offset + 1, surface: page.surface)
                    }
                }
                let items = slate.entries.map(\.item)
                #expect(abs(audit.shown - plain(items)) < 1e-12)
                #expect(abs(audit.exploiting - plain(items.reversed())) < 1e-12)
                #expect(audit.best >= audit.shown - 1e-12)
                pages += 1
                _ = session.respond(to: slate)
            }
        }
        #expect(pages > 40)
    }

    @Test("a simulation audits every list but search results, and only when asked")
    func auditsEveryList() throws {
        let shop = try Shop(.tiny, seed: 2)
        var audited = Simulation(
            of: shop, storefront: Recorder(inner: UniformStorefront(for: shop.catalogue)), auditing: .standard)
        let first = audited.nextDay()
        let day = try #require(first)
        #expect(day.audits.count == audited.storefront.slates.count)
        var plain = Simulation(of: shop, storefront: Recorder(inner: UniformStorefront(for: shop.catalogue)))
        let unaudited = plain.nextDay()
        #expect(unaudited?.audits.isEmpty == true)
    }
}
