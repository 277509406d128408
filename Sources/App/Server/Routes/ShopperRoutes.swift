import Commerce
import Engine
import Hummingbird
import Ledger

/// `/v1/shoppers/{id}`: who a shopper is, what they did, and what they were shown; and forgetting it.
struct ShopperRoutes {
    func add(to router: RouterGroup<ServerContext>) {
        router.get("shoppers/{id}") { request, context in
            let shop = try context.shop(for: .operate)
            let id = try context.shopper()
            guard let profile = try await shop.profile(of: id) else { throw Self.unknown(id) }
            return try answer(profile)
        }
        router.get("shoppers/{id}/events") { request, context in
            let shop = try context.shop(for: .operate)
            let id = try Self.known(context, shop)
            return try answer(try LogRoutes.events(of: shop, QueryAsk(request), shopper: id))
        }
        router.get("shoppers/{id}/decisions") { request, context in
            let shop = try context.shop(for: .operate)
            let id = try Self.known(context, shop)
            return try answer(try LogRoutes.decisions(of: shop, QueryAsk(request), shopper: id))
        }
        router.get("shoppers/{id}/lists") { request, context in
            let shop = try context.shop(for: .operate)
            let id = try Self.known(context, shop)
            let count = try QueryAsk(request).whole("count", in: 1...DecisionAsk.mostItems, orElse: 10)
            return try answer(["lists": try await shop.lists(for: id, count: count)])
        }
        router.delete("shoppers/{id}") { _, context in
            let shop = try context.shop(for: .admin)
            return try answer(try await shop.erase(try context.shopper(), by: context.author))
        }
    }

    private static func known(_ context: ServerContext, _ shop: LiveShop) throws -> ShopperID {
        let id = try context.shopper()
        guard try shop.ledger.shopper(id) != nil else { throw unknown(id) }
        return id
    }

    private static func unknown(_ id: ShopperID) -> Problem {
        Problem(.notFound, code: "shopper.unknown", detail: "nobody has named a shopper '\(id)'")
    }
}

extension ServerContext {
    /// The shopper in the path, whom the log calls by a pseudonym.
    ///
    /// - Throws: ``Problem`` 400 for what is not UTF-8.
    fileprivate func shopper() throws -> ShopperID {
        let name = try name("id")
        asked.note(person: name)
        return ShopperID(name)
    }
}
