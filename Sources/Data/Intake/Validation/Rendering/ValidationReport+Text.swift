public import Commerce

extension ValidationReport {
    /// The report as plain text of at most 96 columns, with plots made of characters.
    ///
    /// - Parameter language: Chinese when asked for, else English.
    public func text(language: Language = .english) -> String {
        TextReport(outline: ReportOutline(report: self, language: language)).text
    }
}

/// Draws an outline as text.
private struct TextReport {
    let outline: ReportOutline

    private var language: Language { outline.language }
    private var report: ValidationReport { outline.report }

    var text: String {
        var page = TextLayout()
        header(&page)
        findings(&page)
        for section in outline.sections {
            page.add()
            let title = section.title + " "
            page.add(title + String(repeating: "─", count: TextLayout.width - TextLayout.columns(title)))
            for (place, block) in section.blocks.enumerated() {
                if place > 0 { page.add() }
                draw(block, &page)
            }
        }
        return page.text
    }

    private func header(_ page: inout TextLayout) {
        let preset = report.preset.map { " (\($0))" } ?? ""
        page.add(TextLayout.clip("\(outline.title): \(report.source)\(preset)", to: TextLayout.width))
        let verdict = ReportWords.verdict(report.verdict)[language]
        page.add("\(outline.say("Verdict", "结论")): \(verdict)")
        page.add("\(outline.moment(report.validatedAt)) UTC")
        page.add()
        page.add(outline.headline.map { "\($0.label) \($0.value)" }.joined(separator: "   "))
        page.add()
    }

    private func findings(_ page: inout TextLayout) {
        guard !report.findings.isEmpty else {
            page.add(outline.say("Nothing odd was found.", "没有发现异常。"))
            return
        }
        for finding in report.findings {
            let severity = ReportWords.severity(finding.severity)[language]
            let mark = finding.severity == .error ? "✗" : finding.severity == .warning ? "!" : "·"
            page.wrap(finding.message[language], first: TextLayout.pad("\(mark) \(severity)", to: 11), hanging: 11)
            page.wrap(finding.remedy[language], first: String(repeating: " ", count: 9) + "→ ", hanging: 11)
        }
    }

    private func draw(_ block: ReportBlock, _ page: inout TextLayout) {
        switch block {
        case .facts(let facts): draw(facts, &page)
        case .bars(let plot): draw(plot, &page)
        case .columns(let plot): draw(plot, &page)
        case .timeline(let plot): draw(plot, &page)
        case .curve(let plot): draw(plot, &page)
        case .table(let table): draw(table, &page)
        case .note(let text): page.wrap(text, first: "  ", hanging: 2)
        }
    }

    private func draw(_ facts: [Fact], _ page: inout TextLayout) {
        let labels = min(52, facts.map { TextLayout.columns($0.label) }.max() ?? 0)
        for fact in facts {
            let label = TextLayout.clip(fact.label, to: 52)
            page.add("  \(TextLayout.pad(label, to: labels))  \(TextLayout.clip(fact.value, to: 38))")
        }
    }

    private func draw(_ plot: BarPlot, _ page: inout TextLayout) {
        page.add("  \(plot.title)")
        let labels = plot.bars.map { TextLayout.columns($0.label) }.max() ?? 0
        let top = plot.bars.map(\.value).max() ?? 0
        for bar in plot.bars {
            let drawn = TextPlot.bar(top > 0 ? bar.value / top : 0, width: 30)
            page.add("  \(TextLayout.pad(bar.label, to: labels))  \(TextLayout.pad(drawn, to: 30))  \(bar.caption)")
        }
    }

    private func draw(_ plot: ColumnPlot, _ page: inout TextLayout) {
        guard plot.values.count > 16 else {
            let total = plot.values.reduce(0, +)
            draw(
                BarPlot(
                    title: "\(plot.title) (\(plot.axis))",
                    bars: zip(plot.labels, plot.values).map {
                        .init(label: $0, value: Double($1), caption: outline.figure($1, of: total))
                    }), &page)
            return
        }
        page.add("  \(plot.title) (\(plot.axis))")
        page.add("  " + TextPlot.sparkline(plot.values, width: plot.values.count))
        var scale = ""
        for (place, label) in plot.labels.enumerated() where place % plot.labelEvery == 0 {
            scale = TextLayout.pad(scale, to: place) + label
        }
        page.add("  " + scale)
    }

    private func draw(_ plot: TimelinePlot, _ page: inout TextLayout) {
        page.add("  \(plot.title)  \(plot.starts.first ?? "") … \(plot.starts.last ?? "")")
        let names = plot.series.map { TextLayout.columns($0.name) }.max() ?? 0
        for series in plot.series {
            let peak = Figures.short(Double(series.values.max() ?? 0))
            let line = TextPlot.sparkline(series.values, width: 70)
            page.add("  \(TextLayout.pad(series.name, to: names))  \(line)  \(outline.say("peak", "峰值")) \(peak)")
        }
    }

    private func draw(_ plot: CurvePlot, _ page: inout TextLayout) {
        page.add("  \(plot.title)")
        page.add("  " + TextPlot.sparkline(plot.shares.map { Int($0 * 1000) }, width: plot.shares.count))
        page.add("  " + TextLayout.pad("0 %", to: max(4, plot.shares.count - 5)) + "100 %")
        page.add("  \(plot.horizontalAxis) → \(plot.verticalAxis)")
    }

    private func draw(_ table: ReportTable, _ page: inout TextLayout) {
        if let title = table.title { page.wrap(title, first: "  ", hanging: 4) }
        guard !table.rows.isEmpty else { return }
        let widths = columnWidths(table)
        func line(_ cells: [String]) -> String {
            "  "
                + zip(cells, zip(widths, table.columns)).map { cell, column in
                    TextLayout.pad(TextLayout.clip(cell, to: column.0), to: column.0, right: column.1.isNumber)
                }.joined(separator: "  ")
        }
        page.add(line(table.columns.map(\.title)))
        for row in table.rows { page.add(line(row)) }
    }

    /// As wide as the widest cell; while the table is too wide, its widest column gives way.
    private func columnWidths(_ table: ReportTable) -> [Int] {
        var widths = table.columns.indices.map { column in
            ([table.columns[column].title] + table.rows.map { $0[column] }).map(TextLayout.columns).max() ?? 0
        }
        let room = TextLayout.width - 2 - 2 * (widths.count - 1)
        while widths.reduce(0, +) > room, let widest = widths.max(), widest > 4,
            let column = widths.lastIndex(of: widest)
        {
            widths[column] -= 1
        }
        return widths
    }
}
