/// How the pages look: one column of news, one of facts, in the reader's own fonts and in light or dark.
enum Stylesheet {
    static let text = """
        :root {
          color-scheme: light dark;
          --paper: #fbfaf6; --ink: #1d1c1a; --soft: #625e57; --rule: #e3ded3; --bar: #8d877b;
          --mark: #ffe58f; --own: #3b6fb5; --well: #2c6b3f; --weak: #8a5200; --ill: #b01f16; --link: #1d1c1a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #16171a; --ink: #e9e6df; --soft: #a39f96; --rule: #2d2f34; --bar: #7c7a74;
            --mark: #665013; --own: #7fabe8; --well: #82c596; --weak: #e5ac5c; --ill: #ff8f80; --link: #e9e6df;
          }
        }
        * { box-sizing: border-box; }
        html { background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, "Segoe UI", "Helvetica Neue", \
        "Liberation Sans", "DejaVu Sans", sans-serif; -webkit-text-size-adjust: 100%; }
        body { margin: 0 auto; max-width: 82rem; padding: 0 clamp(1rem, 3vw, 2.5rem) 3rem; }
        h1, h4, .report h3, .home { font-family: Charter, "Bitstream Charter", "Iowan Old Style", "Source Serif 4", Georgia, \
        "Liberation Serif", "DejaVu Serif", serif; }
        a { color: var(--link); text-decoration-color: var(--bar); text-underline-offset: .18em; \
        text-decoration-thickness: 1px; }
        a:hover { text-decoration-color: currentColor; }
        :focus-visible { outline: 2px solid var(--ill); outline-offset: 2px; border-radius: 2px; }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .3rem .6rem; }
        nav { display: flex; gap: 1.4rem; align-items: baseline; padding: 1.1rem 0; color: var(--soft); }
        nav a { text-decoration: none; color: var(--soft); }
        nav a:hover { color: var(--ink); text-decoration: underline; }
        nav .home { color: var(--ink); font-weight: 700; letter-spacing: .01em; }
        h1 { font-size: clamp(1.9rem, 4.4vw, 2.9rem); line-height: 1.08; letter-spacing: -.015em; font-weight: 600; \
        margin: .5rem 0 .45rem; }
        h1.well::before, h1.strained::before, h1.broken::before { content: ""; display: inline-block; width: .42em; \
        height: .42em; border-radius: 50%; margin-right: .38em; vertical-align: .13em; background: var(--well); }
        h1.strained::before { background: var(--weak); border-radius: 0; transform: rotate(45deg); }
        h1.broken::before { background: var(--ill); border-radius: 0; }
        .summary { margin: 0 0 2rem; font-size: 1.05rem; max-width: 58rem; }
        .faint, .meta, .why, .address, .empty, footer { color: var(--soft); }
        h2 { font-size: .8rem; font-weight: 600; letter-spacing: .02em; color: var(--soft); margin: 0 0 .3rem; \
        padding-top: .55rem; border-top: 2px solid var(--ink); }
        section + section { margin-top: 2.2rem; }
        .columns { display: grid; gap: 2.2rem; }
        @media (min-width: 58rem) { .columns { grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); gap: 3.2rem; } }
        .wide { margin-top: 2.6rem; }
        .troubles { margin-bottom: 2.4rem; max-width: 58rem; } .troubles h2 { border-color: var(--ill); }
        .troubles ul { margin: .2rem 0 0; padding: 0; list-style: none; }
        .troubles li { padding: .34rem 0 .34rem 1.1rem; border-bottom: 1px solid var(--rule); font-weight: 400; \
        position: relative; overflow-wrap: anywhere; }
        .troubles li span { color: var(--ink); }
        .troubles li::before { content: ""; position: absolute; left: 0; top: .92em; width: .5em; height: .5em; \
        background: currentColor; }
        .troubles li.weak::before { transform: rotate(45deg) scale(.85); }
        summary { cursor: pointer; padding: .6rem 0; font-size: .9rem; }
        .rang { max-width: 46rem; }
        .day { font-size: .8rem; font-weight: 600; margin: 1.1rem 0 0; padding-bottom: .3rem; \
        border-bottom: 1px solid var(--rule); }
        .alert { padding: .75rem 0 .8rem; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
        .alert p { margin: 0; }
        .meta { font-size: .84rem; font-variant-numeric: tabular-nums; } .meta b { color: var(--ink); font-weight: 600; }
        .meta time { margin-right: .5rem; } .meta .outlet::before { content: "· "; }
        .priority { color: var(--ill); font-weight: 600; }
        h4 { font-size: 1.16rem; line-height: 1.26; font-weight: 600; margin: .12rem 0 .2rem; }
        h4 a { text-decoration: none; } h4 a:hover { text-decoration: underline; }
        mark { background: var(--mark); color: inherit; border-radius: 2px; padding: 0 .08em; margin: 0 -.08em; }
        .alert .passage { margin: 0 0 .3rem; max-width: 42rem; }
        .why { font-size: .8rem; } .why .place { font-variant-numeric: tabular-nums; }
        code { font: .95em ui-monospace, "Cascadia Mono", "Liberation Mono", "DejaVu Sans Mono", monospace; }
        .why .others::before { content: "· "; } .why a { color: inherit; }
        .kicker { margin: .4rem 0 0; font-size: .8rem; font-weight: 600; letter-spacing: .02em; color: var(--soft); }
        h1.headline { font-size: clamp(1.6rem, 3.4vw, 2.3rem); line-height: 1.14; max-width: 50rem; margin-top: .2rem; \
        overflow-wrap: anywhere; }
        .rings { max-width: 58rem; } .rings ul { margin: .2rem 0 0; padding: 0; list-style: none; }
        .rings li { padding: .34rem 0; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
        .rings time { margin-right: .5rem; font-variant-numeric: tabular-nums; }
        .reports { margin: 0; padding: 0; list-style: none; }
        .report { padding: .9rem 0 1rem; border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
        .report p { margin: 0; } .report .meta b { font-size: 1rem; }
        .report .meta time { margin: 0; }
        .report .meta { margin-bottom: .15rem; } .report .meta > * { margin-right: .5rem; } .same { color: var(--weak); font-weight: 600; }
        .report h3 { font-size: 1.16rem; line-height: 1.26; font-weight: 600; margin: 0 0 .2rem; }
        .report h3 a { text-decoration: none; } .report h3 a:hover { text-decoration: underline; }
        .says { max-width: 42rem; } .says .passage + .passage, .says .quote { margin-top: .35rem; }
        .quote { padding-inline-start: .8rem; border-inline-start: 2px solid var(--rule); }
        .quote cite { font-style: normal; font-weight: 600; }
        .edit { font-size: .9rem; color: var(--soft); }
        .own { font-weight: inherit; border-bottom: 2px solid var(--own); }
        .differs { font-size: .84rem; margin-top: .4rem; } .differs .own { color: var(--ink); font-weight: 600; }
        .differs .why { margin-top: .3rem; }
        .heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        @media (min-width: 58rem) {
          .report { display: grid; grid-template-columns: 10rem minmax(0, 1fr) 17rem; column-gap: 2rem; }
          .report .meta > * { display: block; }
          .differs { margin: 0; }
        }
        .stories th[scope=row] { width: 70%; } .stories th a { text-decoration: none; }
        .stories th a:hover { text-decoration: underline; }
        table { width: 100%; border-collapse: collapse; font-size: .9rem; }
        caption { text-align: left; font-size: .8rem; font-weight: 600; padding: .8rem 0 .2rem; }
        th, td { text-align: left; vertical-align: baseline; padding: .34rem .9rem .34rem 0; \
        border-bottom: 1px solid var(--rule); font-weight: 400; overflow-wrap: anywhere; }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { font-size: .8rem; color: var(--soft); white-space: nowrap; }
        tbody th { font-weight: 600; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
        .still th, .still td { color: var(--soft); font-weight: 400; }
        .remark { display: block; font-weight: 400; font-size: .84rem; color: var(--soft); }
        .ill { color: var(--ill); font-weight: 600; } .weak { color: var(--weak); font-weight: 600; }
        .feeds th[scope=row] { width: 34%; } .feeds td:nth-child(2) { width: 33%; }
        .address { display: block; font-weight: 400; font-size: .82rem; }
        .plot { fill: var(--bar); vertical-align: -.2em; } .plot .ground { fill: var(--rule); }
        .rhythm span { color: var(--soft); font-size: .84rem; white-space: nowrap; margin-left: .4rem; }
        .more { margin: .7rem 0 0; font-size: .9rem; }
        footer { margin-top: 3rem; font-size: .84rem; border-top: 1px solid var(--rule); } footer a { color: inherit; }
        @media (max-width: 40rem) {
          .feeds thead { position: absolute; left: -99rem; }
          .feeds tr { display: grid; grid-template-columns: 1fr auto; border-bottom: 1px solid var(--rule); \
        padding: .45rem 0; }
          .feeds th, .feeds td, .feeds th[scope=row], .feeds td:nth-child(2) { border: 0; width: auto; padding: .05rem 0; }
          .feeds td:nth-child(2), .feeds td:nth-child(3) { grid-column: 1 / -1; }
          .feeds td.number { grid-column: 2; grid-row: 1; color: var(--soft); }
        }
        @media print { nav, .skip, footer { display: none; } }

        """

    /// A bell, as small as a window's icon.
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#b01f16"/>\
        <path d="M16 5c-5 0-7 4-7 8v5l-3 5h20l-3-5v-5c0-4-2-8-7-8zm-3 20a3 3 0 0 0 6 0z" fill="#fff"/></svg>

        """
}
