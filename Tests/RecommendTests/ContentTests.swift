import Commerce
import Foundation
import Testing

@testable import Recommend

@Suite struct ContentTests {
    static let catalogue = [
        Item(id: "item-0", title: [.english: "Red lipstick"], brand: "Acme"),
        Item(id: "item-1", title: [.english: "Red scarf"], brand: "Bolt"),
        Item(id: "item-2", title: [.english: "Blue lipstick"], brand: "Acme"),
        Item(id: "item-3", title: [.english: "Garden chair"]),
    ]
    static let examples = Shop.interactions(items: 5, [[0], [1, 0]])

    @Test func `the score is the cosine of TF-IDF vectors of shared terms`() throws {
        let model = try Content(catalogue: Self.catalogue).fitted(Self.examples)
        // Kept are the terms in two items: red {0, 1}, lipstick {0, 2}, brand acme {0, 2}, all of equal weight
        // ln(4 / 3) in the three items that have terms: 0 = (1, 1, 1), 1 = (1, 0, 0), 2 = (0, 1, 1).
        #expect(model.terms == ["brand: acme", "lipstick", "red"])
        let scores = try model.scores(History(items: [0]))
        expectClose(scores, [1, 1 / 3.0.squareRoot(), 2 / 6.0.squareRoot(), 0, 0], absolute: 2e-6)
        // Item 2 has no event at all.
        #expect(try model.topK(for: History(items: [0]), count: 1).map(\.item) == [2])
    }

    @Test func `several events give the mean by weight and age`() throws {
        let model = try Content(catalogue: Self.catalogue, recency: Recency(power: 1)).fitted(Self.examples)
        let scores = try model.scores(History(items: [1, 2], weights: [4, 1]))
        // Weights 4 / 2 and 1: two thirds for item 1, one third for item 2.
        let (one, two) = (1 / 3.0.squareRoot(), 2 / 6.0.squareRoot())
        expectClose(scores, [2 * one / 3 + two / 3, 2.0 / 3, 1.0 / 3, 0, 0], absolute: 2e-6)
    }

    @Test func `reasons name the shared terms and the item that they come from`() throws {
        let model = try Content(catalogue: Self.catalogue, recency: .none).fitted(Self.examples)
        let reasons = model.reasons(for: 0, given: History(items: [1, 2, 3]), limit: 5)
        #expect(reasons.map(\.evidence) == [["item-2"], ["item-1"]])
        #expect(reasons.map(\.terms) == [["brand: acme", "lipstick"], ["red"]])
        let (one, two) = (1 / 3.0.squareRoot(), 2 / 6.0.squareRoot())
        expectClose(reasons.map { Float($0.strength) }, [two / (one + two), one / (one + two)])
        #expect(model.reasons(for: 3, given: History(items: [0]), limit: 5).isEmpty)
    }

    @Test func `Chinese titles match by characters and pairs`() throws {
        let catalogue = [
            Item(id: "item-0", title: [.chinese: "保湿护手霜"]), Item(id: "item-1", title: [.chinese: "护手霜套装"]),
            Item(id: "item-2", title: [.chinese: "男士手表"]), Item(id: "item-3", title: [.chinese: "男士皮带"]),
        ]
        let model = try Content(catalogue: catalogue).fitted(Self.examples)
        let scores = try model.scores(History(items: [0]))
        #expect(scores[1] > scores[2] && scores[2] > scores[3])
        let terms = model.reasons(for: 1, given: History(items: [0]), limit: 1)[0].terms
        #expect(Set(terms).isSubset(of: ["护", "护手", "手霜", "霜", "手"]) && terms.count == 5)
    }

    @Test func `fields are kept apart, paths are shared from the top, and weights switch fields off`() throws {
        let item = Item(
            id: "a", title: [.english: "red red hat"], category: ["Wear", "Hats"], brand: " ACME  Ltd", text: "red",
            attributes: ["Colour": "red"])
        let counts = ItemTerms(fields: .standard).count(item)
        #expect(
            Set(counts.keys) == [
                "red", "hat", "category: wear", "category: wear / hats", "brand: acme ltd", "colour: red",
            ])
        #expect(abs((counts["red"] ?? 0) - (1 + log(2) + 0.5)) < 1e-12)
        let bare = try ItemTerms(fields: ContentFields(text: 0, category: 0, brand: 0, attributes: 0)).count(item)
        #expect(Set(bare.keys) == ["red", "hat"])
        #expect(ItemTerms(fields: .standard).count(Item(id: "b", category: [], brand: "  ")).isEmpty)
    }

    @Test func `of several versions of an item the last counts, and strangers are passed over`() throws {
        let versions = [Item(id: "item-3", title: [.english: "red lipstick"]), Item(id: "zzz", brand: "Acme")]
        let model = try Content(catalogue: versions + Self.catalogue).fitted(Self.examples)
        #expect(try model.scores(History(items: [0]))[3] == 0)
    }

    @Test func `without descriptions nothing is scored above popularity`() throws {
        let model = try Content(catalogue: []).fitted(Self.examples)
        #expect(try model.scores(History(items: [1])) == model.prior.scores)
        #expect(model.reasons(for: 0, given: History(items: [1]), limit: 3).isEmpty)
    }

    @Test func `field weights out of range are refused`() {
        #expect(code { try ContentFields(title: -1) } == "parameter")
        #expect(code { try ContentFields(brand: .nan) } == "parameter")
        #expect(code { try ContentFields(title: 0, text: 0, category: 0, brand: 0, attributes: 0) } == "parameter")
    }
}
