public import Commerce

extension ValidationReport {
    /// The report as one page that stands alone: style and plots within it, no script, nothing fetched.
    ///
    /// Readable from a phone's width up, in light and dark. Every text from the data is escaped.
    /// - Parameter language: Chinese when asked for, else English.
    public func html(language: Language = .english) -> String {
        HTMLReport(outline: ReportOutline(report: self, language: language)).page
    }
}

/// Draws an outline as a page.
private struct HTMLReport {
    let outline: ReportOutline

    private var report: ValidationReport { outline.report }
    private var language: Language { outline.language }

    var page: String {
        let title = HTML.escape("\(outline.title): \(report.source)")
        var page = """
            <!DOCTYPE html>
            <html lang="\(language == .chinese ? "zh-Hans" : "en")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title)</title>
            <style>\(HTMLStyle.sheet)</style>
            </head>
            <body><main>

            """
        page += header + tiles + findings
        let sections = outline.sections
        var place = 0
        while place < sections.count {
            if sections[place].isWide {
                page += card(sections[place], class: "card wide")
                place += 1
                continue
            }
            let end = sections[place...].firstIndex(where: \.isWide) ?? sections.count
            page += columns(sections[place..<end])
            place = end
        }
        page +=
            "<footer>Equipoise · \(HTML.escape(outline.title)) · \(HTML.escape(outline.moment(report.validatedAt))) UTC</footer>\n"
        return page + "</main></body>\n</html>\n"
    }

    private var header: String {
        let verdict =
            switch report.verdict {
            case .ready: "ready"
            case .readyWithWarnings: "warning"
            case .notReady: "error"
            }
        let preset = report.preset.map { " · \($0)" } ?? ""
        return """
            <header><div><p class="over">Equipoise · \(HTML.escape(outline.title))</p>
            <h1>\(HTML.escape(report.source))</h1>
            <p class="quiet">\(HTML.escape(outline.moment(report.validatedAt))) UTC\(HTML.escape(preset))</p></div>
            <span class="pill verdict \(verdict)">\(HTML.escape(ReportWords.verdict(report.verdict)[language]))</span></header>

            """
    }

    private var tiles: String {
        "<div class=\"tiles\">"
            + outline.headline.map {
                "<div class=\"tile\"><span>\(HTML.escape($0.label))</span><b>\(HTML.escape($0.value))</b></div>"
            }.joined() + "</div>\n"
    }

    private var findings: String {
        var page = "<section class=\"card\" id=\"findings\"><h2>\(HTML.escape(outline.say("Findings", "发现")))</h2>"
        guard !report.findings.isEmpty else {
            return page + "<p>\(HTML.escape(outline.say("Nothing odd was found.", "没有发现异常。")))</p></section>\n"
        }
        page += "<ul class=\"findings\">"
        for finding in report.findings {
            let severity = ReportWords.severity(finding.severity)[language]
            page += "<li><span class=\"pill \(finding.severity.rawValue)\">\(HTML.escape(severity))</span>"
            page += "<div><p>\(HTML.escape(finding.message[language]))</p>"
            page += "<p class=\"remedy\">\(HTML.escape(finding.remedy[language]))</p></div></li>\n"
        }
        return page + "</ul></section>\n"
    }

    /// Two columns, parted where they come out most alike in height; on a phone the right one follows the left.
    private func columns(_ sections: ArraySlice<ReportSection>) -> String {
        let heights = sections.map { $0.blocks.reduce(75) { $0 + height(of: $1) } }
        let total = heights.reduce(0, +)
        var (left, best, parting) = (0, Int.max, sections.startIndex)
        for (place, height) in zip(sections.indices, heights) {
            left += height
            if max(left, total - left) < best { (best, parting) = (max(left, total - left), place + 1) }
        }
        let halves = [sections[..<parting], sections[parting...]].map { half in
            "<div>" + half.map { card($0, class: "card") }.joined() + "</div>"
        }
        return "<div class=\"grid\">" + halves.joined() + "</div>\n"
    }

    /// About how high a block will be, in pixels.
    private func height(of block: ReportBlock) -> Int {
        switch block {
        case .facts(let facts): 20 + 34 * facts.count
        case .bars(let plot): 50 + 28 * plot.bars.count
        case .columns: 240
        case .timeline, .curve: 340
        case .table(let table): 80 + 32 * table.rows.count
        case .note: 40
        }
    }

    private func card(_ section: ReportSection, class name: String) -> String {
        var page = "<section class=\"\(name)\" id=\"\(section.id)\"><h2>\(HTML.escape(section.title))</h2>"
        for block in section.blocks { page += "<div class=\"block\">\(draw(block))</div>" }
        return page + "</section>\n"
    }

    private func draw(_ block: ReportBlock) -> String {
        switch block {
        case .facts(let facts):
            "<dl>"
                + facts.map { "<div><dt>\(HTML.escape($0.label))</dt><dd>\(HTML.escape($0.value))</dd></div>" }.joined()
                + "</dl>"
        case .bars(let plot): SVGPlot.bars(plot)
        case .columns(let plot): SVGPlot.columns(plot)
        case .timeline(let plot): SVGPlot.timeline(plot)
        case .curve(let plot): SVGPlot.curve(plot)
        case .table(let table): draw(table)
        case .note(let text): "<p class=\"quiet\">\(HTML.escape(text))</p>"
        }
    }

    private func draw(_ table: ReportTable) -> String {
        var page = table.title.map { "<h3>\(HTML.escape($0))</h3>" } ?? ""
        page += "<div class=\"scroll\"><table><thead><tr>"
        for column in table.columns {
            page += "<th\(column.isNumber ? " class=\"n\"" : "")>\(HTML.escape(column.title))</th>"
        }
        page += "</tr></thead><tbody>"
        for row in table.rows {
            page += "<tr>"
            for (cell, column) in zip(row, table.columns) {
                // Long texts get room and may break anywhere; short names stay whole.
                let name = column.isNumber ? " class=\"n\"" : cell.count > 24 ? " class=\"long\"" : ""
                page += "<td\(name)>\(HTML.escape(cell))</td>"
            }
            page += "</tr>"
        }
        return page + "</tbody></table></div>"
    }
}
