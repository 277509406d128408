import Commerce
import Explore
import Foundation
import Testing

struct RuleBookTests {
    @Test func readsEveryKindOfRule() throws {
        let book = try RuleBook(
            json: Data(
                """
                {"rules": [
                  {"name": "hero", "pin": {"item": "A1", "position": 1}, "surface": "home",
                   "from": "2026-03-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"},
                  {"name": "own", "adjust": {"factor": 1.2, "add": 0.01}, "where": {"brand": "Acme"}},
                  {"name": "recall", "exclude": true, "where": {"items": ["A7", "A8"]}},
                  {"name": "variety", "atMost": 2, "each": "brand"},
                  {"name": "garden", "atLeast": 1, "where": {"category": "Home/Garden", "seller": "x"}}
                ]}
                """.utf8))
        #expect(book.rules.map(\.name) == ["hero", "own", "recall", "variety", "garden"])
        #expect(book.rules[0].action == .pin(item: "A1", position: 1))
        #expect(book.rules[0].surface == .home && book.rules[0].until == Timestamp(iso8601: "2026-04-01T00:00:00Z"))
        #expect(book.rules[1].action == .adjust(factor: 1.2, amount: 0.01))
        #expect(book.rules[2].selector == ItemSelector(items: ["A7", "A8"]))
        #expect(book.rules[3].action == .atMost(2, each: .brand))
        #expect(book.rules[4].selector == ItemSelector(category: "Home/Garden", seller: "x"))
    }

    @Test(arguments: [
        ("{", "rule file"),
        ("{}", "'rules' is missing"),
        (#"{"rules": [], "more": 1}"#, "unknown key 'more'"),
        (#"{"rules": [{"exclude": true}]}"#, "'name' is missing at rules[0]"),
        (#"{"rules": [{"name": "x", "pin": {"item": "A", "position": "first"}}]}"#, "at rules[0].pin.position"),
        (#"{"rules": [{"name": "x", "pin": {"item": "A", "positon": 1}}]}"#, "unknown key 'positon'"),
        (#"{"rules": [{"name": "x"}]}"#, "rules[0] 'x': does nothing"),
        (#"{"rules": [{"name": "x", "atMost": 1, "atLeast": 1, "where": {"brand": "b"}}]}"#, "does several things"),
        (#"{"rules": [{"name": "x", "atMost": 1, "each": "colour"}]}"#, "got 'colour'"),
        (#"{"rules": [{"name": "x", "atMost": 1}]}"#, "rule 'x': would limit the whole list"),
        (#"{"rules": [{"name": "x", "exclude": true}]}"#, "would exclude every item"),
        (#"{"rules": [{"name": "x", "adjust": {}}]}"#, "'adjust' needs"),
        (#"{"rules": [{"name": "x", "adjust": {"factor": -1}}]}"#, "factor must be above 0"),
        (#"{"rules": [{"name": "x", "pin": {"item": "A", "position": 0}}]}"#, "position must be 1 or more, up to a million; got 0"),
        (#"{"rules": [{"name": "x", "atMost": 1, "each": "brand", "from": "spring"}]}"#, "'from' must be a time"),
        (
            #"{"rules": [{"name": "x", "atMost": 1, "each": "brand", "from": "2026-02-01", "until": "2026-01-01"}]}"#,
            "must be before 'until'"
        ),
    ])
    func refusesWithAPlaceAndAReason(text: String, part: String) {
        #expect { try RuleBook(json: Data(text.utf8)) } throws: { "\($0)".contains(part) }
    }

    @Test func refusesRulesThatContradict() throws {
        func pin(
            _ name: String, _ item: ItemID, _ position: Int, _ surface: Surface? = nil, from: Int64? = nil,
            until: Int64? = nil
        )
            throws -> Rule
        {
            try Rule(
                name: name, action: .pin(item: item, position: position), surface: surface,
                from: from.map { Timestamp(seconds: $0) }, until: until.map { Timestamp(seconds: $0) })
        }
        func refused(_ rules: [Rule], _ part: String) {
            #expect { try RuleBook(rules) } throws: {
                "\($0)".contains(part) && ($0 as? ExploreError)?.code == "rules.contradict"
            }
        }
        refused([try pin("a", "x", 1), try pin("b", "y", 1)], "'a' and 'b' both pin to position 1")
        refused([try pin("a", "x", 1, .home), try pin("b", "x", 2)], "both pin item 'x'")
        refused([try pin("a", "x", 1), try pin("a", "y", 2)], "two rules are named 'a'")
        refused([try pin("a", "x", 1, from: 5, until: 9), try pin("b", "y", 1, from: 8)], "position 1")
        let toys = ItemSelector(category: "Toys")
        refused(
            [
                try Rule(name: "few", action: .atMost(1, each: nil), selector: toys),
                try Rule(name: "many", action: .atLeast(2), selector: toys),
            ], "at least 2 and at most 1")
        refused(
            [try Rule(name: "no", action: .exclude, selector: ItemSelector(items: ["x"])), try pin("yes", "x", 1)],
            "exclude and pin item 'x'")
        // Apart by surface or by time, they may stand.
        _ = try RuleBook([try pin("a", "x", 1, .home), try pin("b", "y", 1, .cart)])
        _ = try RuleBook([try pin("a", "x", 1, until: 8), try pin("b", "y", 1, from: 8)])
    }

    @Test func holdsOnItsSurfaceWithinItsPeriodOnly() throws {
        let rule = try Rule(
            name: "x", action: .exclude, selector: ItemSelector(brand: "b"), surface: .home,
            from: Timestamp(seconds: 10), until: Timestamp(seconds: 20))
        #expect(rule.isActive(on: .home, at: Timestamp(seconds: 10)))
        #expect(!rule.isActive(on: .home, at: Timestamp(seconds: 20)))
        #expect(!rule.isActive(on: .home, at: Timestamp(seconds: 9)))
        #expect(!rule.isActive(on: .cart, at: Timestamp(seconds: 15)))
    }
}
