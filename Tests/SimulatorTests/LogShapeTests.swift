import Commerce
import Testing

@testable import Simulator

@Suite("A log hangs together as a shop's does")
struct LogShapeTests {
    let shop: Shop
    let events: [SimulatedEvent]

    init() throws {
        let run = try Run.small.get()[1]
        shop = run.shop
        events = run.events
    }

    @Test("Events are in order of time and lie within the period, and no identity occurs twice")
    func isOrdered() {
        let end = shop.configuration.start + .days(shop.configuration.days)
        #expect(events.count > 100_000)
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time })
        #expect(events.allSatisfy { $0.time >= shop.configuration.start && $0.time < end })
        let identities = Set(events.map { Names.event($0.person, $0.ordinal) })
        #expect(identities.count == events.count)
    }

    @Test("Every click answers an impression, every cart a click, every purchase a cart, every return a purchase")
    func followsFunnel() {
        struct Place: Hashable {
            let person: Int32
            let item: Int32?
            let key: Int64
        }
        func onPage(_ event: SimulatedEvent) -> Place {
            Place(person: event.person, item: event.item, key: Int64(event.visit) * 1000 + Int64(event.position))
        }
        func inOrder(_ event: SimulatedEvent) -> Place {
            Place(person: event.person, item: event.item, key: Int64(event.order ?? -1))
        }
        var impressions = Set<Place>()
        var clicks = Set<Place>()
        var carts = Set<Place>()
        var purchases: [Place: Int] = [:]
        for event in events {
            switch event.kind {
            case .impression: impressions.insert(onPage(event))
            case .click:
                #expect(impressions.contains(onPage(event)))
                clicks.insert(onPage(event))
            case .view, .favourite: #expect(clicks.contains(onPage(event)))
            case .cart:
                #expect(clicks.contains(onPage(event)))
                #expect(event.quantity >= 1 && (event.price ?? 0) > 0)
                carts.insert(onPage(event))
            case .uncart: #expect(carts.contains(onPage(event)))
            case .purchase:
                #expect(carts.contains(onPage(event)) && event.order != nil && event.isIdentified)
                purchases[inOrder(event), default: 0] += 1
            case .cancellation, .refund, .rating, .review:
                #expect(purchases[inOrder(event)] != nil)
                #expect(event.visit < 0 && event.visitor == 0)
            case .search: #expect(event.text?.isEmpty == false && event.item == nil)
            case .checkout: #expect(event.item == nil)
            default: Issue.record("unexpected kind \(event.kind)")
            }
        }
    }

    @Test("Only items on sale that day are shown, no item twice on a page, positions from one without gaps")
    func showsWhatIsOnSale() throws {
        var page: [Int32] = []
        var last: SimulatedEvent?
        for event in events where event.kind == .impression {
            let item = try #require(event.item)
            // A visit over midnight still sees what went on sale with its last page.
            #expect(shop.catalogue.isOnSale(item, day: shop.day(of: event.time)))
            if event.position == 1 {
                page = []
            } else if event.person == last?.person {
                #expect(event.position == (last?.position ?? 0) + 1)
            }
            #expect(!page.contains(item))
            page.append(item)
            last = event
        }
    }

    @Test("Every list is a decision; random ones carry propensities, search results none")
    func marksDecisions() {
        for event in events where event.kind == .impression {
            #expect(event.decision != nil)
            if event.surface == .search {
                #expect(event.propensity == nil)
            } else {
                #expect((event.propensity ?? 0) > 0 && (event.propensity ?? 2) <= 1)
            }
        }
    }

    @Test("Some visits are anonymous, and their cookies turn up later with a name")
    func mergesVisitors() {
        let spelt = spelt(events, in: shop)
        let anonymous = Set(spelt.filter { $0.shopper == nil }.compactMap(\.visitor))
        var owners: [VisitorID: Set<ShopperID>] = [:]
        for event in spelt {
            if let visitor = event.visitor, let shopper = event.shopper { owners[visitor, default: []].insert(shopper) }
        }
        let merged = anonymous.filter { owners[$0] != nil }
        #expect(anonymous.count > 100 && merged.count > anonymous.count / 4)
        #expect(merged.count < anonymous.count)
        #expect(owners.values.allSatisfy { $0.count == 1 })
        #expect(spelt.allSatisfy { $0.visitor != nil || $0.shopper != nil })
    }

    @Test("New arrivals are not seen before their day and find buyers' eyes after it")
    func releasesItems() {
        let arrivals = (0..<Int32(shop.catalogue.count)).filter { shop.catalogue.released($0) > 0 }
        #expect(arrivals.count > 10)
        var clicks = 0
        for event in events where event.kind == .click {
            guard let item = event.item, shop.catalogue.released(item) > 0 else { continue }
            #expect(shop.day(of: event.time) >= shop.catalogue.released(item))
            clicks += 1
        }
        #expect(clicks > 50)
    }

    @Test("Reviews are in their writer's language and in the tone of their stars")
    func reviewsFit() throws {
        var random = SeededGenerator(seed: 1)
        let thing = Phrase("Summer Dress", "夏季连衣裙")
        for stars in 1...5 {
            for _ in 0..<20 {
                let english = ReviewWords.review(of: thing, stars: stars, in: .english, using: &random)
                #expect(english.unicodeScalars.allSatisfy(\.isASCII) && english.contains("summer dress"))
                let chinese = ReviewWords.review(of: thing, stars: stars, in: .chinese, using: &random)
                #expect(chinese.contains("夏季连衣裙") && !chinese.contains("*"))
            }
        }
        for event in events where event.kind == .review {
            let text = try #require(event.text)
            let isEnglish = text.unicodeScalars.allSatisfy(\.isASCII)
            #expect(isEnglish == (shop.profiles[Int(event.person)].language == .english))
        }
    }
}
