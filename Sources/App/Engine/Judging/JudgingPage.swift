import Commerce

/// The report as a page that loads nothing: plot, table, and every warning in full; for wide screens and phones.
struct JudgingPage {
    let report: JudgingReport
    let language: Language

    var text: String {
        let summary = report.summary(language).split(separator: "\n").map { escape(String($0)) }
        let notes = report.warnings(language).map { "<li>\(escape($0))</li>" }.joined()
        let refused = report.refused(language).map { "<li>\(escape($0))</li>" }.joined()
        return """
            <!DOCTYPE html>
            <html lang="\(language == .chinese ? "zh-Hans" : "en")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(escape(report.file))</title>
            <style>
            :root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--ink:#1b2330;--soft:#5b6675;--line:#e2e6ec}
            @media (prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2029;--ink:#e6eaf0;--soft:#9aa6b5;--line:#2b333f}}
            body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}
            main{max-width:1160px;margin:0 auto;padding:24px 16px}h1{font-size:22px;margin:0 0 4px;overflow-wrap:anywhere}
            p{margin:0 0 4px}.soft{color:var(--soft)}.verdict{font-weight:600;margin:12px 0 16px}
            .card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin-bottom:16px;overflow-x:auto}
            svg{display:block;width:100%;height:auto}.narrow{display:none}
            @media (max-width:640px){.wide{display:none}.narrow{display:block}}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:14px}
            th,td{text-align:left;padding:4px 16px 4px 0;white-space:nowrap;border-bottom:1px solid var(--line)}
            th{color:var(--soft);font-weight:500}ol,ul{margin:0;padding-left:1.6em}li{margin:4px 0;overflow-wrap:anywhere}
            </style>
            </head>
            <body><main>
            <h1>\(escape(report.file))</h1>
            \(summary.map { "<p class=\"soft\">\($0)</p>" }.joined(separator: "\n"))
            <p class="verdict">\(escape(report.conclusion(language)))</p>
            <div class="card"><div class="wide">\(plot(.wide))</div><div class="narrow">\(plot(.narrow))</div></div>
            <div class="card">\(table)</div>
            \(notes.isEmpty ? "" : "<div class=\"card\"><ol>\(notes)</ol></div>")
            \(refused.isEmpty ? "" : "<div class=\"card\"><ul>\(refused)</ul></div>")
            </main></body>
            </html>

            """
    }

    private func plot(_ layout: IntervalPlot.Layout) -> String {
        IntervalPlot(report: report, language: language, layout: layout).svg
    }

    private var table: String {
        let (names, others) = report.columns(language)
        let columns = [names] + others
        let head = columns.map { "<th>\(escape($0.heading))</th>" }.joined()
        let body = report.rows.indices.map { row in
            "<tr>\(columns.map { "<td>\(escape($0.cells[row]))</td>" }.joined())</tr>"
        }
        return "<table><thead><tr>\(head)</tr></thead><tbody>\n\(body.joined(separator: "\n"))\n</tbody></table>"
    }

    private func escape(_ text: String) -> String { IntervalPlot.escape(text) }
}
