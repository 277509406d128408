public import Engine

/// A shop that a server serves, and the keys that open it.
public struct HostedShop: Sendable {
    /// Tells it from the others of the server, in logs and in the console.
    public let name: String
    public let live: LiveShop
    public let keys: KeyRing

    public init(name: String, live: LiveShop, keys: KeyRing) {
        self.name = name
        self.live = live
        self.keys = keys
    }
}

/// Who asks, and which shop: a key opens the shop that it was made for, and no other.
struct Asker: Sendable {
    let shop: HostedShop
    let caller: Caller
}

/// The shops of a server, found by key.
struct ShopDirectory: Sendable {
    let shops: [HostedShop]
    /// By which logs name the people of each shop, by its name.
    let secrets: [String: ShopSecret]

    /// - Throws: ``ServerError`` `serve.shops` for none, or two of one name; `serve.keys` for several of which one has no keys:
    ///   without a key nobody could tell which of them is asked.
    init(_ shops: [HostedShop]) throws {
        guard !shops.isEmpty, Set(shops.map(\.name)).count == shops.count else {
            throw ServerError(
                code: "serve.shops", message: "a server needs shops of different names; got \(shops.map(\.name))",
                remedy: "name the folder of each shop once, and call no two folders the same")
        }
        if shops.count > 1, let open = shops.first(where: \.keys.isOpen) {
            throw ServerError(
                code: "serve.keys", message: "the shop '\(open.name)' has no keys, and it is served beside others",
                remedy: "make a key first: `equipoise keys make NAME --role admin --data FOLDER`")
        }
        self.shops = shops
        secrets = Dictionary(uniqueKeysWithValues: try shops.map { ($0.name, try ShopSecret(in: $0.live.folder)) })
    }

    /// The one shop that has no keys, which anybody on this machine may ask; nothing when a key is needed.
    var open: HostedShop? { shops.count == 1 && shops[0].keys.isOpen ? shops[0] : nil }

    /// Whom a key belongs to; nobody for a key that is none. Every key of every shop is compared.
    func asker(with key: String) -> Asker? {
        shops.reduce(Asker?.none) { found, shop in
            shop.keys.caller(with: key).map { Asker(shop: shop, caller: $0) } ?? found
        }
    }
}
