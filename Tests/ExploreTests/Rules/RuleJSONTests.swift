import Commerce
import Explore
import Foundation
import Testing

@Suite("Rules written as JSON")
struct RuleJSONTests {
    @Test("are read back as they were, whatever they do")
    func roundTrip() throws {
        let from = try #require(Timestamp(iso8601: "2026-03-01T00:00:00Z"))
        let selectors = [
            ItemSelector(items: ["A", "茶"]), ItemSelector(category: "Home/Kitchen"),
            ItemSelector(brand: "B", seller: "S"),
        ]
        let actions: [Rule.Action] = [
            .adjust(factor: 1.5, amount: 0), .adjust(factor: 1, amount: -0.25), .exclude, .atMost(0, each: nil),
            .atMost(2, each: .brand), .atLeast(3),
        ]
        var rules: [Rule] = [
            try Rule(name: "pin", action: .pin(item: "A1", position: 3), surface: .home, from: from),
            try Rule(name: "each", action: .atMost(1, each: .seller), until: from),
        ]
        for (place, action) in actions.enumerated() {
            for (other, selector) in selectors.enumerated() {
                // Apart in time, so that none contradicts another.
                let start = from + .days(10 * rules.count)
                rules.append(
                    try Rule(
                        name: "\(place) \(other)", action: action, selector: selector, from: start,
                        until: start + .days(1)))
            }
        }
        let book = try RuleBook(rules)
        #expect(try RuleBook(json: JSONEncoder().encode(book)) == book)
    }
}
