import Commerce
import Testing

@testable import Intake

@Suite struct ValidationRenderingTests {
    private static let nasty = "<script>alert('x')</script>&\"\u{7}"

    /// A report in which every text that comes from the data is hostile.
    private static let hostile: ValidationReport = {
        var log = randomLog(seed: 9, count: 300)
        let item = ItemID("item" + nasty)
        log.append(Event(.view, at: moment("2026-01-06"), shopper: ShopperID(nasty), item: item))
        for number in 0..<90 {
            log.append(
                Event(.view, at: moment("2026-01-06") + .milliseconds(number), visitor: VisitorID(nasty), item: item))
        }
        log.append(
            Event(
                .cancellation, at: moment("2026-01-07"), shopper: ShopperID(nasty), item: item, order: OrderID(nasty),
                quantity: 1e6, price: pounds(1e6)))
        var batch = IntakeBatch(end: .start)
        batch.events = log
        batch.items = [Item(id: "i0")]
        batch.rows = log.count + 2
        batch.skipped = [nasty: 1]
        batch.rejects = [
            RejectedRow(
                raw: nasty,
                issue: RowIssue(line: 3, column: nasty, value: nasty, code: nasty, message: nasty, remedy: nasty))
        ]
        var builder = ValidationReport.Builder(source: nasty, preset: nasty, now: moment("2026-03-01"))
        builder.add(batch)
        return builder.finish()
    }()

    @Test(arguments: [Language.english, .chinese]) func `the page escapes every text, runs nothing and fetches nothing`(
        language: Language
    ) {
        let page = Self.hostile.html(language: language)
        #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"))
        #expect(!page.contains("<script"))
        #expect(!page.contains("\u{7}"))
        for outside in ["http://", "https://", "src=", "url(", "@import", "<link", " onload", " onclick"] {
            #expect(!page.contains(outside), "the page holds \(outside)")
        }
    }

    @Test(arguments: [Language.english, .chinese]) func `the page's tags nest`(language: Language) {
        #expect(misnested(Self.hostile.html(language: language)) == nil)
        #expect(misnested(report(on: []).html(language: language)) == nil)
    }

    /// The first tag that closes what is not open; a plain reader of tags.
    private func misnested(_ page: String) -> String? {
        var open: [Substring] = []
        for piece in page.split(separator: "<").dropFirst() {
            guard let end = piece.firstIndex(of: ">") else { return String(piece) }
            let tag = piece[..<end]
            let name = tag.prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "!" }
            if name == "!" || name == "!DOCTYPE" || name == "meta" || tag.hasSuffix("/") { continue }
            if name.hasPrefix("/") {
                guard open.popLast() == name.dropFirst() else { return String(tag) }
            } else {
                open.append(name)
            }
        }
        return open.first.map(String.init)
    }

    @Test(arguments: [Language.english, .chinese]) func `the text keeps to its width and shows no control characters`(
        language: Language
    ) {
        let text = Self.hostile.text(language: language)
        for line in text.split(separator: "\n") {
            #expect(TextLayout.columns(String(line)) <= TextLayout.width)
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 32 })
        }
        #expect(text.contains(language == .chinese ? "结论: 尚不可用" : "Verdict: Not ready"))
    }

    @Test func `the JSON has stable keys and reads back as it was`() throws {
        let json = try Self.hostile.json()
        #expect(try ValidationReport(json: json) == Self.hostile)
        for key in [
            "\"rows\"", "\"repeatedContent\"", "\"daysPerBin\"", "\"fastest\"", "\"matchedQuantity\"",
            "\"eventsPerShopper\"", "\"verdict\" : \"notReady\"",
        ] {
            #expect(json.contains(key), "the JSON lacks \(key)")
        }
        #expect(throws: IntakeError.self) { try ValidationReport(json: "{}") }
    }

    @Test func `every section and finding speaks both languages`() {
        let english = ReportOutline(report: Self.hostile, language: .english).sections
        let chinese = ReportOutline(report: Self.hostile, language: .chinese).sections
        #expect(english.map(\.id) == chinese.map(\.id) && english.count == 12)
        for section in chinese { #expect(section.title.unicodeScalars.contains { $0.value > 0x2E80 }) }
        for finding in Self.hostile.findings {
            #expect(finding.message.zh.unicodeScalars.contains { $0.value > 0x2E80 })
            #expect(finding.remedy.zh.unicodeScalars.contains { $0.value > 0x2E80 })
            #expect(!finding.message.en.unicodeScalars.contains { $0.value > 0x2E80 })
        }
    }

    @Test func `figures are written for people`() {
        #expect(
            Figures.count(-1_234_567) == "-1,234,567" && Figures.count(0) == "0" && Figures.count(Int.min).count == 26)
        #expect(Figures.fixed(2.345, 1) == "2.3" && Figures.fixed(-0.04, 1) == "0.0" && Figures.fixed(.nan, 1) == "-")
        #expect(Figures.number(12.25) == "12.3" && Figures.number(0.00123) == "0.0012" && Figures.number(5) == "5")
        #expect(
            Figures.percent(0.00001) == "< 0.01 %" && Figures.percent(0.0043) == "0.43 %"
                && Figures.percent(0) == "0.0 %")
        #expect(Figures.short(12_345) == "12.3k" && Figures.short(2000) == "2k" && Figures.short(950) == "950")
        #expect(
            Figures.count(1, "row is", "rows are") == "1 row is"
                && Figures.count(2, "row is", "rows are") == "2 rows are")
    }

    @Test func `lines and bars fill their width`() {
        #expect(TextPlot.sparkline([0, 1, 4, 8], width: 10) == " ▂▅█")
        #expect(TextPlot.sparkline(Array(repeating: 1, count: 100), width: 50).count == 50)
        #expect(
            TextPlot.bar(1, width: 4) == "████" && TextPlot.bar(0, width: 4) == ""
                && TextPlot.bar(1e-9, width: 4) == "▏")
        #expect(TextLayout.columns("购买 a") == 6)
        #expect(TextLayout.clip("购买购买", to: 5) == "购买…")
        #expect(TextLayout.pad("购", to: 4) + "|" == "购  |")
    }

    @Test(arguments: [0, 1, 7, 10, 42, 250, 999, 4300, 1e6]) func `axes reach the top in at most five round steps`(
        top: Double
    ) {
        let ticks = HTML.ticks(upTo: top)
        #expect(ticks.count >= 2 && ticks.count <= 5)
        #expect(ticks[0] == 0 && ticks[ticks.count - 1] >= top)
    }
}
