/// How the console looks: one column on a phone, light or dark as the reader's system is.
enum ConsoleStyle {
    static let css = """
        :root { color-scheme: light dark; --ink: #1c2430; --faint: #5a6675; --line: #d8dee6; --paper: #f5f7fa;
          --card: #fff; --accent: #1f5fa8; --good: #1d7a46; --bad: #b3341f; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e4e9f0; --faint: #9aa7b7; --line: #333d4a; --paper: #12171e;
          --card: #1a212a; --accent: #7fb2ec; --good: #6cc794; --bad: #f08c7a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; }
        a { color: var(--accent); }
        .skip { position: absolute; left: -99em; } .skip:focus { left: 1em; top: .5em; background: var(--card); padding: .3em; }
        header { display: flex; flex-wrap: wrap; gap: .4em 1.4em; align-items: center; padding: .7em 1.2em;
          background: var(--card); border-bottom: 1px solid var(--line); }
        nav { display: flex; flex-wrap: wrap; gap: .2em 1em; }
        nav a { text-decoration: none; padding: .2em 0; } nav a[aria-current] { border-bottom: 2px solid var(--accent); }
        .wide { order: 2; width: 100%; } .narrow { display: none; }
        @media (max-width: 46em) { .wide { display: none; } .narrow { display: block; order: 1; width: 100%; }
          .narrow nav { display: grid; grid-template-columns: 1fr 1fr; padding: .4em 0; } .narrow nav a { padding: .5em 0; } }
        summary { cursor: pointer; padding: .3em 0; } summary:focus-visible { outline: 2px solid var(--accent); }
        .tools { margin-left: auto; display: flex; gap: 1em; align-items: center; } .tools form { margin: 0; }
        main { max-width: 72rem; margin: 0 auto; padding: 1.2em; }
        h1 { font-size: 1.5rem; margin: .2em 0 .8em; } h2 { font-size: 1.1rem; margin: 1.6em 0 .5em; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .8em; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: .5em; padding: .8em 1em; }
        .card b { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .card span, .faint { color: var(--faint); font-size: .9rem; }
        .scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .5em; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .45em .8em; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { font-weight: 600; color: var(--faint); } td.wrap { white-space: normal; min-width: 14em; }
        td.number, .figures th:not(:first-child) { text-align: right; } tr:last-child td, tr:last-child th[scope=row] { border-bottom: 0; }
        td.name { white-space: normal; min-width: 9em; }
        .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 0 1.2em; align-items: start; }
        .columns .card { margin-bottom: .8em; } h3 { font-size: 1rem; margin: 0 0 .4em; } main > h3 { margin: 1em 0 .4em; } ol { margin: 0; padding-left: 1.5em; }
        .search { display: flex; flex-wrap: wrap; gap: .5em; align-items: center; margin-bottom: 1em; } .search input[type=search] { min-width: 0; flex: 0 1 22em; }
        .danger { margin-top: 2.5em; border: 1px solid var(--bad); border-radius: .5em; padding: .4em 1em; }
        .bar { display: inline-block; height: .7em; background: var(--accent); border-radius: .2em; vertical-align: baseline; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
          border-radius: .35em; padding: .3em .8em; }
        button { cursor: pointer; } button:focus-visible, a:focus-visible, input:focus-visible { outline: 2px solid var(--accent); }
        .empty { background: var(--card); border: 1px dashed var(--line); border-radius: .5em; padding: 1.2em; }
        figure.chart { margin: 1.2em 0; background: var(--card); border: 1px solid var(--line); border-radius: .5em; padding: .8em 1em; }
        figure.chart figcaption { color: var(--faint); } .plot { position: relative; height: 16rem; }
        textarea { font: .9em/1.4 ui-monospace, monospace; color: inherit; background: var(--paper); border: 1px solid var(--line);
          border-radius: .35em; padding: .5em; width: 100%; }
        .links { display: flex; flex-wrap: wrap; gap: .2em 1em; } .links a[aria-current] { font-weight: 600; }
        form.inline { display: inline; } form p { margin: .5em 0; } label { margin-right: .4em; }
        .interval { position: relative; display: inline-block; width: 12rem; height: 1em; vertical-align: middle; }
        .interval i { position: absolute; top: .4em; height: .2em; background: var(--accent); }
        .interval b { position: absolute; top: .1em; width: 2px; height: .8em; background: var(--ink); }
        .interval u { position: absolute; top: 0; width: 1px; height: 1em; background: var(--faint); }
        code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
        """
}
