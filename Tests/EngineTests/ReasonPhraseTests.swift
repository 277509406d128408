import Commerce
import Engine
import Testing

@Suite("Reasons as sentences")
struct ReasonPhraseTests {
    static let titles: [ItemID: String] = ["a": "Linen shirt", "b": "亚麻长裤"]

    @Test("name the evidence in both languages")
    func evidence() {
        let reason = Reason(.similarToItem, source: "item-knn", evidence: ["a", "b"], strength: 0.8)
        func phrase(_ language: Language) -> String { reason.phrase(in: language) { Self.titles[$0] ?? $0.rawValue } }
        #expect(phrase(.english) == "chosen by shoppers who like “Linen shirt” and “亚麻长裤”")
        #expect(phrase(.chinese) == "喜欢「Linen shirt」和「亚麻长裤」的顾客也喜欢它")
    }

    @Test("shared words are quoted, and without any the likeness is still told")
    func sharedContent() {
        let words = Reason(.sharedContent, source: "content", evidence: ["a"], terms: ["linen", "navy"], strength: 0.5)
        #expect(words.phrase(in: .english) { _ in "it" } == "shares linen, navy with “it”")
        let silent = Reason(.sharedContent, source: "content", evidence: ["a"], strength: 0.5)
        #expect(silent.phrase(in: .chinese) { _ in "它" } == "与「它」相似")
    }

    @Test("one shopper is not several")
    func number() {
        let one = Reason(.similarShoppers, source: "user-knn", shoppers: ["x"], strength: 1)
        #expect(one.phrase(in: .english) { $0.rawValue } == "chosen by a shopper with a taste like yours")
    }
}
