/// The page's own style sheet: light and dark, from a phone's width up, nothing fetched.
enum HTMLStyle {
    static let sheet = """
        :root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--ink:#1b2330;--soft:#5b6675;--line:#e2e6ec;--grid:#e8ebf0;
        --error:#b3261e;--error-bg:#fbe9e7;--warning:#8a5300;--warning-bg:#fdf1dc;--note:#24598f;--note-bg:#e6f0fa;
        --ready:#1c6b3c;--ready-bg:#e2f4e8;
        --c0:#2f6fb3;--c1:#e08a2c;--c2:#3a9a6f;--c3:#b8517f;--c4:#7a68b8;--c5:#8a94a3}
        @media (prefers-color-scheme:dark){:root{--page:#11151b;--card:#1a2029;--ink:#e6eaf0;--soft:#9aa6b5;--line:#2b333f;--grid:#272f3a;
        --error:#ffb4ab;--error-bg:#4a1d1a;--warning:#f5c26b;--warning-bg:#40300f;--note:#a9cdf2;--note-bg:#1b3350;
        --ready:#8fdcab;--ready-bg:#173a25;
        --c0:#6aa6e6;--c1:#f0a95c;--c2:#63c498;--c3:#e085ae;--c4:#a999e6;--c5:#8b96a6}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC",
        "PingFang SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1160px;margin:0 auto;padding:32px 24px 48px}
        h1{font-size:26px;line-height:1.25;margin:2px 0 4px;overflow-wrap:anywhere}
        h2{font-size:17px;line-height:1.3;margin:0 0 14px}
        h3{font-size:13px;font-weight:600;color:var(--soft);margin:0 0 8px;overflow-wrap:anywhere}
        p{margin:0}
        .over{color:var(--soft);font-size:13px;letter-spacing:.04em}
        header{display:flex;flex-wrap:wrap;gap:12px 24px;align-items:flex-end;justify-content:space-between;margin-bottom:20px}
        .pill{display:inline-block;border-radius:999px;padding:2px 10px;font-size:12.5px;font-weight:600;white-space:nowrap}
        .verdict{font-size:15px;padding:6px 16px}
        .error{color:var(--error);background:var(--error-bg)}.warning{color:var(--warning);background:var(--warning-bg)}
        .note{color:var(--note);background:var(--note-bg)}.ready{color:var(--ready);background:var(--ready-bg)}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:12px;margin-bottom:16px}
        .tile,.card{background:var(--card);border:1px solid var(--line);border-radius:12px}
        .tile{padding:12px 16px}.tile b{display:block;font-size:22px;line-height:1.25;font-weight:650}.tile span{color:var(--soft);font-size:13px}
        .grid{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 16px}
        .card{padding:20px;margin-bottom:16px;overflow:hidden}
        .block+.block{margin-top:20px}
        .findings{list-style:none;margin:0;padding:0}
        .findings li{display:grid;grid-template-columns:76px 1fr;gap:4px 12px;padding:12px 0;border-top:1px solid var(--line)}
        .findings li:first-child{border-top:0;padding-top:0}.findings li:last-child{padding-bottom:0}
        .findings .pill{justify-self:start;align-self:start}
        .remedy,.quiet{color:var(--soft);font-size:13.5px}
        dl{margin:0}.wide dl{max-width:560px}
        dl div{display:flex;justify-content:space-between;gap:16px;padding:5px 0;border-top:1px solid var(--grid)}dl div:first-child{border-top:0}
        dt{color:var(--soft);min-width:0}dd{margin:0;flex:none;max-width:62%;text-align:right;font-weight:550;overflow-wrap:break-word}
        .scroll{overflow-x:auto;margin:0 -20px;padding:0 20px}
        table{border-collapse:collapse;width:100%;font-size:13.5px}
        th{font-weight:600;color:var(--soft);text-align:left;white-space:nowrap;vertical-align:bottom}
        th,td{padding:5px 14px 5px 0;border-bottom:1px solid var(--grid);vertical-align:top}
        th:last-child,td:last-child{padding-right:0}tr:last-child td{border-bottom:0}
        .long{min-width:180px;overflow-wrap:anywhere}.n{text-align:right;white-space:nowrap}th.n,td.n{padding-right:22px}th.n:last-child,td.n:last-child{padding-right:0}.n:first-child{width:1%}
        figure{margin:0}figcaption{font-size:13px;font-weight:600;color:var(--soft);margin-bottom:10px}
        .plot{display:grid;grid-template-columns:auto minmax(0,1fr);column-gap:8px}
        .ys{position:relative;font-size:11.5px;color:var(--soft);text-align:right}
        .ys i,.ys b{font-style:normal;font-weight:400;display:block;line-height:16px}.ys b{visibility:hidden;height:0;overflow:hidden}
        .ys i{position:absolute;right:0;transform:translateY(-50%);white-space:nowrap}
        .plot svg{display:block;width:100%;overflow:visible}
        .xs{grid-column:2;position:relative;height:20px;font-size:11.5px;color:var(--soft)}
        .xs i{position:absolute;top:3px;transform:translateX(-50%);font-style:normal;white-space:nowrap}
        .xs i.first{transform:none}.xs i.last{transform:translateX(-100%)}
        .axis{grid-column:2;text-align:center;font-size:11.5px;color:var(--soft)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:12.5px;color:var(--soft);margin:0 0 10px}
        .legend span::before{content:"";display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px;background:var(--key)}
        .grid-line{stroke:var(--grid);stroke-width:1;vector-effect:non-scaling-stroke}
        .hit{fill:transparent}.hit:hover{fill:var(--ink);fill-opacity:.08}
        .bars{display:grid;grid-template-columns:auto minmax(60px,1fr) auto;gap:7px 12px;align-items:center;font-size:13.5px}
        .bars svg{display:block;width:100%;height:14px}.bars .cap{white-space:pre-wrap;color:var(--soft);text-align:right}
        footer{color:var(--soft);font-size:12.5px;margin-top:24px}
        @media (max-width:760px){.grid{grid-template-columns:minmax(0,1fr)}main{padding:20px 14px 32px}.card{padding:16px}.scroll{margin:0 -16px;padding:0 16px}
        h1{font-size:21px}.tiles{grid-template-columns:repeat(2,1fr)}.tile b{font-size:19px}.findings li{grid-template-columns:1fr}
        .sparse{display:none}.bars{grid-template-columns:auto minmax(0,1fr)}.bars .cap{grid-column:1/-1;text-align:left;margin:-6px 0 4px}}
        @media print{body{background:#fff}.card,.tile{break-inside:avoid}}
        """
}
