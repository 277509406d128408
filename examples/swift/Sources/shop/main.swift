// A whole round from Swift: items, events, a list, what came of it, and the next list.
//
//     equipoise serve --data shop                          # in another terminal
//     swift run --package-path examples/swift              # or: EQUIPOISE_KEY=eqp_... swift run ... shop https://decide.example
import Foundation

let server = CommandLine.arguments.dropFirst().first ?? "http://127.0.0.1:8080"
guard let address = URL(string: server) else {
    print("'\(server)' is no address")
    exit(2)
}
let engine = Equipoise(server: address, key: ProcessInfo.processInfo.environment["EQUIPOISE_KEY"])
let ask = Equipoise.Ask(surface: "home", shopper: "edsger", session: "s1", count: 3)

print("1. What the shop sells")
let sold = try await engine.post([
    .init(id: "pen", title: "Fountain Pen", category: "Office/Writing", price: 39, stock: 6),
    .init(id: "ink", title: "Blue Ink", category: "Office/Writing", price: 8, stock: 30),
    .init(id: "paper", title: "Writing Paper", category: "Office/Paper", price: 12, stock: 15),
])
print("  ", sold.counts)

print("2. What a shopper did")
let view = Equipoise.Event(kind: "view", shopper: ask.shopper, session: ask.session, item: "pen")
print("  ", try await engine.post([view]).counts)

print("3. A list to show")
let list = try await engine.decide(ask)
for place in list.items {
    let mark = place.isExploration ? " (tried, to learn)" : ""
    print("   \(place.position). \(place.item), shown with chance \(place.propensity)\(mark)")
}

print("4. What came of it: the first was clicked")
if let first = list.items.first {
    let click = Equipoise.Event(
        kind: "click", shopper: ask.shopper, session: ask.session, item: first.item, decision: list.id, position: 1)
    print("  ", try await engine.post([click]).counts)
}

print("5. The next list, in which that counts")
print("  ", try await engine.decide(ask).items.map(\.item))
