import Commerce

/// Lays a report out in sections, in one language.
struct ReportOutline {
    let report: ValidationReport
    let language: Language

    func say(_ english: String, _ chinese: String) -> String { language == .chinese ? chinese : english }

    func name(_ kind: EventKind) -> String { ReportWords.kind(kind)[language] }

    /// A tally, marked where it is an estimate.
    func figure(_ tally: Tally) -> String { (tally.isExact ? "" : "≈ ") + Figures.count(tally.count) }

    /// `1,234 (5.6 %)`
    func figure(_ part: Int, of whole: Int) -> String {
        guard whole > 0, part > 0 else { return Figures.count(part) }
        return "\(Figures.count(part)) (\(Figures.percent(Double(part) / Double(whole))))"
    }

    func figure(_ value: Double?) -> String { value.map(Figures.number) ?? "–" }

    func share(_ value: Double?) -> String { value.map(Figures.percent) ?? "–" }

    /// `2010-12-01 08:26`
    func moment(_ time: Timestamp) -> String {
        let text = time.iso8601
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
    }

    func moment(_ time: Timestamp?) -> String { time.map { moment($0) } ?? "–" }

    var title: String { say("Validation report", "数据校验报告") }

    /// Parts without anything to say are left out.
    var sections: [ReportSection] {
        [
            rows, bots, completeness, kinds, times, funnel, popularity, shoppers, sessions, reversals, money, problems,
        ].compactMap { $0 }
    }

    /// The few figures that say what the source is.
    var headline: [Fact] {
        var facts = [
            Fact(say("Rows read", "读取行数"), Figures.count(report.rows.read)),
            Fact(say("Events", "事件"), Figures.count(report.records.events)),
            Fact(say("Shoppers", "顾客"), figure(report.distinct.shoppers)),
        ]
        if report.distinct.visitors.count > 0 {
            facts.append(Fact(say("Visitors", "访客"), figure(report.distinct.visitors)))
        }
        facts.append(Fact(say("Items", "商品"), figure(report.distinct.items)))
        if report.distinct.orders.count > 0 { facts.append(Fact(say("Orders", "订单"), figure(report.distinct.orders))) }
        return facts
    }

    private var rows: ReportSection {
        let (rows, records, distinct) = (report.rows, report.records, report.distinct)
        var facts = [
            Fact(say("Rows read", "读取行数"), Figures.count(rows.read)),
            Fact(say("Accepted", "接受"), figure(rows.accepted, of: rows.read)),
            Fact(say("Rejected", "拒收"), figure(rows.rejected, of: rows.read)),
        ]
        if rows.setAside > 0 {
            facts.append(Fact(say("Kept out, no act of a shopper", "排除（非顾客行为）"), figure(rows.setAside, of: rows.read)))
        }
        for (word, count) in rows.skipped.sorted(by: { ($0.value, $1.key) > ($1.value, $0.key) }) {
            facts.append(Fact(say("Skipped: ", "跳过：") + word, figure(count, of: rows.read)))
        }
        facts += [
            Fact(say("Records: events", "记录：事件"), Figures.count(records.events)),
            Fact(say("Records: items", "记录：商品"), Figures.count(records.items)),
            Fact(say("Records: shoppers", "记录：顾客"), Figures.count(records.shoppers)),
            Fact(say("Different shoppers", "不同顾客"), figure(distinct.shoppers)),
            Fact(say("Different visitors", "不同访客"), figure(distinct.visitors)),
            Fact(say("Different items", "不同商品"), figure(distinct.items)),
            Fact(say("Different sessions", "不同会话"), figure(distinct.sessions)),
            Fact(say("Different orders", "不同订单"), figure(distinct.orders)),
        ]
        return ReportSection(id: "rows", title: say("Rows and records", "行与记录"), blocks: [.facts(facts)])
    }

    private var bots: ReportSection? {
        guard report.records.events > 0 else { return nil }
        let bots = report.bots
        var blocks: [ReportBlock] = [
            .facts([
                Fact(
                    say(
                        "More than \(bots.actionsPerMinute) actions in a minute", "一分钟内操作超过 \(bots.actionsPerMinute) 次"),
                    Figures.count(bots.count)),
                Fact(say("Events by them", "其事件"), figure(bots.events, of: report.records.events)),
            ])
        ]
        if !bots.fastest.isEmpty {
            blocks.append(
                .table(
                    ReportTable(
                        title: say("The fastest", "最快者"),
                        columns: [
                            .init(title: say("Who", "身份")), .init(title: say("Per minute", "每分钟"), isNumber: true),
                            .init(title: say("At (UTC)", "时刻（UTC）")), .init(title: say("Events", "事件"), isNumber: true),
                        ],
                        rows: bots.fastest.map {
                            [
                                $0.who + ($0.isVisitor ? say(" (visitor)", "（访客）") : ""), Figures.count($0.peak),
                                moment($0.at), Figures.count($0.events),
                            ]
                        })))
        }
        return ReportSection(id: "bots", title: say("Bots", "机器流量"), blocks: blocks)
    }

    private var problems: ReportSection? {
        guard !report.issues.isEmpty else { return nil }
        return ReportSection(
            id: "problems", title: say("Problems of single rows", "单行问题"), isWide: true,
            blocks: report.issues.flatMap(blocks(for:)))
    }

    /// What is wrong, said once where all examples say the same, above the places.
    private func blocks(for issue: IssueSummary) -> [ReportBlock] {
        let fates = [
            (issue.rejected, say("rejected", "拒收")), (issue.setAside, say("kept out", "排除")),
            (issue.warned, say("accepted with a warning", "接受并警告")),
        ].filter { $0.0 > 0 }.map { "\(Figures.count($0.0)) \($0.1)" }.joined(separator: ", ")
        var columns: [ReportTable.Column] = [
            .init(title: say("Line", "行"), isNumber: true), .init(title: say("Column", "列")),
            .init(title: say("Value", "值")),
        ]
        var rows = issue.examples.map { [Figures.count($0.line), $0.column ?? "–", $0.value ?? "–"] }
        var words = Set(issue.examples.map(\.message)).count == 1 ? [issue.examples[0].message] : []
        if words.isEmpty {
            columns.append(.init(title: say("What is wrong", "问题")))
            for place in rows.indices { rows[place].append(issue.examples[place].message) }
        }
        // Remedies belong to the code; where they differ, the first stands for all.
        words += issue.examples.prefix(1).map { say("Remedy: ", "处理办法：") + $0.remedy }
        let table = ReportTable(title: "\(issue.code): \(fates)", columns: columns, rows: rows)
        return [.table(table)] + words.map { .note($0) }
    }
}
