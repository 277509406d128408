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

    @Test("pairs of Chinese characters are put together again, and each language quotes its own words")
    func chinesePairs() {
        let reason = Reason(
            .sharedContent, source: "content", evidence: ["a"], terms: ["轮硬", "hard", "壳箱", "硬壳", "四轮", "白"], strength: 1)
        #expect(reason.phrase(in: .chinese) { _ in "箱" } == "与「箱」有共同点：四轮硬壳箱、白")
        #expect(reason.phrase(in: .english) { _ in "case" } == "shares hard with “case”")
        let circular = Reason(.sharedContent, source: "content", evidence: ["a"], terms: ["天天", "天空"], strength: 1)
        #expect(circular.phrase(in: .chinese) { _ in "它" } == "与「它」有共同点：天天空")
    }

    @Test("one shopper is not several")
    func number() {
        let one = Reason(.similarShoppers, source: "user-knn", shoppers: ["x"], strength: 1)
        #expect(one.phrase(in: .english) { $0.rawValue } == "chosen by a shopper with a taste like yours")
    }
}
