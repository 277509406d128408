import Testing

@testable import Recommend

@Suite struct TextAnalyzerTests {
    static let cases: [(text: String, terms: [String])] = [
        ("", []),
        ("  \t\n ", []),
        ("!?… — ★", []),
        ("😀 👩‍👩‍👧‍👦 🇨🇳", []),
        ("Soft HAND Cream", ["soft", "hand", "cream"]),
        // Plural and possessive endings, and words that only look plural.
        (
            "creams berries brushes boxes shades women's dogs'",
            ["cream", "berry", "brush", "box", "shade", "women", "dog"]
        ),
        ("glass lotus gas shoes aloes", ["glass", "lotus", "gas", "shoes", "aloes"]),
        ("don't l’eau rock 'n' roll", ["dont", "leau", "rock", "n", "roll"]),
        // Accents, full width, ligatures, compatibility digits.
        ("Café CAFÉ Cafe\u{301}", ["cafe", "cafe", "cafe"]),
        ("ＡＢＣ１２ ﬁne m²", ["abc12", "fine", "m2"]),
        ("Größe ÇELİK", ["große", "celik"]),
        // Numbers.
        ("1,299.50 5ml b12 0.5-oz 3.", ["1299.50", "5ml", "b12", "0.5", "oz", "3"]),
        ("v1.2,3 a.b 1,b", ["v1.23", "a", "b", "1", "b"]),
        // Chinese by characters and pairs; pairs do not reach over punctuation, words or digits.
        ("护手霜", ["护", "护手", "手", "手霜", "霜"]),
        ("面霜，保湿", ["面", "面霜", "霜", "保", "保湿", "湿"]),
        ("护手霜50ml保湿", ["护", "护手", "手", "手霜", "霜", "50ml", "保", "保湿", "湿"]),
        ("Nivea妮维雅 cream", ["nivea", "妮", "妮维", "维", "维雅", "雅", "cream"]),
        ("𠮷野", ["𠮷", "𠮷野", "野"]),
        // Other scripts.
        ("ひらカナ・漢字", ["ひ", "ひら", "ら", "らカ", "カ", "カナ", "ナ", "漢", "漢字", "字"]),
        ("Крем ДЛЯ рук", ["крем", "для", "рук"]),
        ("핸드 크림", ["핸드", "크림"]),
        ("हिन्दी", ["हिन्दी"]),
        ("soft\u{200B}cream 😀hand", ["soft", "cream", "hand"]),
    ]

    @Test(arguments: cases)
    func `text is cut into comparable terms`(_ example: (text: String, terms: [String])) {
        #expect(TextAnalyzer().terms(of: example.text) == example.terms)
    }

    @Test func `singular and plural, composed and decomposed, wide and narrow meet`() {
        let analyzer = TextAnalyzer()
        for (left, right) in [
            ("brush", "brushes"), ("battery", "batteries"), ("crème", "CREME"), ("Ｌ’Ｏréal", "l'oreal"),
            ("glass", "Glasses"),
        ] {
            #expect(analyzer.terms(of: left) == analyzer.terms(of: right), "\(left), \(right)")
        }
    }

    @Test func `a long text costs time in proportion`() {
        let text = String(repeating: "护手霜 soft cream 12.5 ", count: 20_000)
        #expect(TextAnalyzer().terms(of: text).count == 20_000 * 8)
    }
}
