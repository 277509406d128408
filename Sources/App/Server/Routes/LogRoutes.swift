import Commerce
import Engine
import Hummingbird
import Ledger

/// `GET /v1/events`, `GET /v1/decisions`: the log, newest first, page after page.
struct LogRoutes {
    static let limits = 1...1000
    static let usualLimit = 100

    func add(to router: RouterGroup<ServerContext>) {
        router.get("events") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = QueryAsk(request)
            return try answer(try Self.events(of: shop, ask, shopper: ask.text("shopper").map(ShopperID.init(_:))))
        }
        router.get("decisions") { request, context in
            let shop = try context.shop(for: .operate)
            let ask = QueryAsk(request)
            return try answer(try Self.decisions(of: shop, ask, shopper: ask.text("shopper").map(ShopperID.init(_:))))
        }
    }

    static func events(of shop: LiveShop, _ ask: QueryAsk, shopper: ShopperID?) throws -> EventsAnswer {
        let query = EventQuery(
            from: try ask.time("from"), until: try ask.time("until"), shopper: shopper, kinds: try ask.kinds("kind"),
            item: ask.text("item").map(ItemID.init(_:)), surface: ask.text("surface").map(Surface.init(rawValue:)))
        let page = try shop.events(
            matching: query, after: try ask.place(),
            limit: try ask.whole("limit", in: limits, orElse: usualLimit))
        return EventsAnswer(events: page.entries, next: page.next.map(PageCursor.cursor(of:)))
    }

    static func decisions(of shop: LiveShop, _ ask: QueryAsk, shopper: ShopperID?) throws -> DecisionsAnswer {
        let query = DecisionQuery(
            from: try ask.time("from"), until: try ask.time("until"), shopper: shopper,
            surface: ask.text("surface").map(Surface.init(rawValue:)), policy: ask.text("policy"))
        let page = try shop.decisions(
            matching: query, showing: ask.text("item").map(ItemID.init(_:)), after: try ask.place(),
            limit: try ask.whole("limit", in: limits, orElse: usualLimit))
        return DecisionsAnswer(
            decisions: page.entries.map(DecisionsAnswer.Row.init), next: page.next.map(PageCursor.cursor(of:)))
    }
}

/// A page of events.
struct EventsAnswer: Encodable {
    var events: [Event]
    /// The cursor of the next page; nothing on the last.
    var next: String?
}

/// A page of decisions, without what they were chosen from.
struct DecisionsAnswer: Encodable {
    struct Row: Encodable {
        struct Place: Encodable {
            var item: ItemID
            var position: Int
            var propensity: Double
            var source: String
            var isExploration: Bool
            var isPinned: Bool
        }

        var id: DecisionID
        var time: Timestamp
        var surface: Surface
        var shopper: ShopperID?
        var visitor: VisitorID?
        var session: SessionID?
        var policy: String
        var snapshot: String?
        var items: [Place]

        init(_ decision: Decision) {
            id = decision.id
            time = decision.time
            surface = decision.surface
            shopper = decision.shopper
            visitor = decision.visitor
            session = decision.session
            policy = decision.policyVersion
            snapshot = decision.snapshotVersion
            items = decision.slate.map { shown in
                Place(
                    item: shown.item, position: shown.position, propensity: shown.propensity, source: shown.source,
                    isExploration: shown.isExploration, isPinned: shown.isPinned)
            }
        }
    }

    var decisions: [Row]
    /// The cursor of the next page; nothing on the last.
    var next: String?
}
