import Commerce

/// A page of plots that stands alone: style within it, light and dark, from a phone's width up, nothing fetched.
struct PlotPage {
    let title: String
    let language: Language
    /// What stands below the title; sections of HTML.
    let sections: [String]

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="\(language == .chinese ? "zh-Hans" : "en")">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>\(title)</title>
        <style>
        \(Self.sheet)
        </style>
        </head>
        <body><main>
        <h1>\(title)</h1>
        \(sections.joined(separator: "\n"))
        </main></body>
        </html>

        """
    }

    private static let sheet = """
        :root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--ink:#1b2330;--soft:#5b6675;--line:#e2e6ec;
        --s0:#2f6fb3;--s1:#c8641b;--s2:#3c8a52;--s3:#8356a8;--s4:#5b6675}
        @media (prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2029;--ink:#e6eaf0;--soft:#9aa6b5;--line:#2b333f;
        --s0:#6aa6e6;--s1:#f0a95c;--s2:#78c28c;--s3:#bb97dc;--s4:#9aa6b5}}
        .s0{--c:var(--s0)}.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}
        main{max-width:1160px;margin:0 auto;padding:32px 24px;display:grid;gap:16px;grid-template-columns:repeat(auto-fit,minmax(min(100%,500px),1fr))}
        h1{font-size:24px;line-height:1.25;margin:0;grid-column:1/-1}h2{font-size:17px;margin:0 0 8px}
        .lead{margin:0;color:var(--soft);grid-column:1/-1}
        .card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;min-width:0}
        .legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-bottom:8px}
        .key::before{content:"";display:inline-block;width:10px;height:10px;border-radius:5px;background:var(--c);margin-right:6px}
        svg{width:100%;height:auto;font-size:13px}svg text{fill:var(--ink)}svg .soft{fill:var(--soft)}.grid{stroke:var(--line);fill:none}
        .path{fill:none;stroke:var(--c);stroke-width:2;stroke-opacity:.45}.cross{stroke:var(--c);stroke-opacity:.45;fill:none}
        circle{fill:var(--c)}svg .number{fill:var(--card);font-size:11px;font-weight:600;text-anchor:middle}
        .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th{font-weight:500;color:var(--soft);text-align:left}td:nth-child(2){white-space:nowrap}td,th{padding:3px 12px 3px 0;vertical-align:top}tr+tr td{border-top:1px solid var(--line)}
        small{color:var(--soft);white-space:nowrap}
        .dot{display:inline-block;min-width:20px;line-height:20px;border-radius:10px;background:var(--c);color:var(--card);font-size:11px;text-align:center}
        pre{margin:0;font:13px/1.5 ui-monospace,monospace}
        @media (max-width:760px){main{padding:20px 14px 32px}.card{padding:14px}svg{font-size:17px}svg .number{font-size:12px}
        table{font-size:13px}td,th{padding-right:8px}small{display:block;font-size:11px}}
        """
}
