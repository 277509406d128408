import Commerce
import Testing

@testable import Engine

@Suite("Reasons as sentences")
struct ReasonPhraseTests {
    static let titles: [ItemID: String] = ["a": "Linen shirt", "b": "亚麻长裤"]

    @Test("name the evidence in both languages")
    func evidence() {
        let reason = Reason(.similarToItem, source: "item-knn", evidence: ["a", "b"], strength: 0.8)
        func phrase(_ language: Language) -> String {
            reason.phrase(for: "c", in: language) { Self.titles[$0] ?? $0.rawValue }
        }
        #expect(phrase(.english) == "chosen by shoppers who like “Linen shirt” and “亚麻长裤”")
        #expect(phrase(.chinese) == "喜欢「Linen shirt」和「亚麻长裤」的顾客也喜欢它")
    }

    @Test("shared words are quoted, numbers only for want of words, and without any the likeness is still told")
    func sharedContent() {
        func phrase(_ terms: [String], _ language: Language = .english) -> String {
            Reason(.sharedContent, source: "content", evidence: ["a"], terms: terms, strength: 0.5)
                .phrase(for: "c", in: language) { Self.titles[$0] ?? "" }
        }
        #expect(
            phrase(["700", "linen", "fabric: linen", "亚麻", "colour: navy"]) == "shares linen, navy with “Linen shirt”")
        #expect(phrase(["700", "亚"]) == "shares 700 with “Linen shirt”")
        #expect(phrase([], .chinese) == "与「Linen shirt」相似")
    }

    @Test("a Chinese sentence quotes the longest pieces of both titles, not pairs of characters")
    func chinesePieces() {
        let reason = Reason(
            .sharedContent, source: "content", evidence: ["old"], terms: ["植套", "美人", "虞"], strength: 1)
        let titles: [ItemID: String] = ["old": "虞美人传家种植套装", "new": "虞美人有机种植套装"]
        #expect(reason.phrase(for: "new", in: .chinese) { titles[$0] ?? "" } == "与「虞美人传家种植套装」有共同点：种植套装、虞美人")
        #expect(SharedWords.commonPieces(Array("天天"), Array("天天天")) == ["天天"])
        #expect(SharedWords.commonPieces(Array(""), Array("天")) == [])
        #expect(SharedWords.commonPieces(Array("甲乙丙"), Array("丙乙甲")) == [])
    }

    @Test("reasons of one kind become one, each item named once")
    func joined() {
        let reasons = [
            Reason(.learnedTaste, source: "als", evidence: ["a"], strength: 0.4),
            Reason(.followsItem, source: "markov", evidence: ["b"], strength: 0.3),
            Reason(.learnedTaste, source: "bpr", evidence: ["b", "a"], strength: 0.2),
        ].joinedByKind
        #expect(reasons.map(\.kind) == [.learnedTaste, .followsItem])
        #expect(reasons[0].evidence == ["a", "b"])
        #expect(reasons[0].strength == 0.4)
    }

    @Test("one shopper is not several")
    func number() {
        let one = Reason(.similarShoppers, source: "user-knn", shoppers: ["x"], strength: 1)
        #expect(one.phrase(for: "c", in: .english) { $0.rawValue } == "chosen by a shopper with a taste like yours")
    }
}
