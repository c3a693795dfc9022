extension WebPage {
  /// The looks of a page: light or dark as the reader's system is, light on paper.
  static let style = """
    :root {
      --ground: #fff; --panel: #f5f6f8; --text: #1b1f24; --faint: #5b6470; --line: #d5dae0;
      --accent: #0b62a8; --lit: #fff1c9; --warning: #a3197f;
    }
    @media screen and (prefers-color-scheme: dark) {
      :root {
        --ground: #15181c; --panel: #1d2127; --text: #e8ebee; --faint: #a4aeba; --line: #39414b;
        --accent: #5cb3f2; --lit: #4a3d12; --warning: #ff8ad8;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; max-width: 80rem; padding: 1rem clamp(0.75rem, 3vw, 2rem) 2rem;
      background: var(--ground); color: var(--text);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif;
      overflow-wrap: anywhere;
    }
    h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
    h2 { margin: 2.25rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line);
      font-size: 1.2rem; }
    h3 { margin: 1.25rem 0 0.35rem; font-size: 1rem; }
    p { margin: 0.35rem 0; }
    .faint, footer { color: var(--faint); }
    footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line);
      font-size: 0.875rem; }
    pre, code, kbd, td.number, tbody th.number { font-family: ui-monospace, "SF Mono", Menlo, Consolas,
      "DejaVu Sans Mono", monospace; font-size: 0.875em; }
    pre { margin: 0.25rem 0; max-width: 100%; overflow-x: auto; line-height: 1.35; }
    kbd { font-weight: 600; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }

    .bar { position: sticky; top: 0; z-index: 2; margin: 0.75rem 0; padding: 0.5rem 0.8rem;
      background: var(--panel); border: 1px solid var(--line); border-radius: 0.5rem; }
    .controls { display: flex; gap: 0.75rem; align-items: center; }
    .controls[hidden] { display: none; }
    .controls input { flex: 1 1 6rem; min-width: 4rem; height: 2rem; accent-color: var(--accent); }
    button { min-width: 4.5rem; min-height: 2.25rem; padding: 0.25rem 0.75rem; font: inherit;
      color: var(--text); background: var(--ground); border: 1px solid var(--faint);
      border-radius: 0.4rem; cursor: pointer; }
    #status { min-height: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }

    .figures { display: grid; gap: 1rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
    @media (min-width: 60rem) {
      .figures:has(> :nth-child(4):last-child) { grid-template-columns: 1fr 1fr; }
    }
    figure { margin: 0; position: relative; min-width: 0; }
    figure svg { display: block; width: 100%; height: auto; border-radius: 0.25rem; }
    figure svg svg { border-radius: 0; }
    .plot { position: relative; }
    .plot .overlay { position: absolute; inset: 0 0 auto; pointer-events: none; }
    .caption { color: var(--faint); margin: 0 0 0.5rem; padding: 0 0.75rem; }
    .overlay line { stroke: var(--warning); stroke-width: 1.5; stroke-dasharray: 3 3; }
    .overlay circle { fill: var(--warning); stroke: var(--ground); stroke-width: 1.5; }
    .fold { display: grid; gap: 1rem; align-items: start; margin-top: 0.75rem;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
    #fold-view .controls { margin: 0.35rem 0; }
    #fold-view label:not(#fold-weights label) { min-width: 9.5rem; }
    #fold-status { min-height: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
    #fold-sheet svg, #fold-plane svg { max-width: 34rem; }
    .uh-chart .cell { fill-opacity: 0.2; }
    #fold-weights label { display: grid; gap: 0.5rem; align-items: center; min-height: 2rem;
      grid-template-columns: 6rem minmax(4rem, 1fr) 5rem; }
    #fold-weights input { width: 100%; accent-color: var(--accent); }
    #fold-weights output { font-variant-numeric: tabular-nums; text-align: right; }
    summary { cursor: pointer; padding: 0.25rem 0; }
    figure.wide { min-width: 40rem; }
    .absent { padding: 0.75rem; border: 1px dashed var(--line); border-radius: 0.4rem;
      color: var(--faint); }

    .scroll { max-width: 100%; overflow-x: auto; }
    .room { display: flex; flex-wrap: wrap; gap: 2rem; }
    svg.code { display: block; width: min(100%, 70vh); height: auto; }
    .room .code { width: 14rem; height: 14rem; display: block; }
    .bars meter { width: 16rem; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.2rem 0.9rem 0.2rem 0; text-align: left; border-bottom: 1px solid var(--line);
      vertical-align: top; }
    td.number, th.number { text-align: right; white-space: nowrap; }
    tbody th.number { font-weight: 400; color: var(--faint); }
    .values { display: grid; gap: 0.25rem 1.5rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
    .values > div { min-width: 0; }

    .phases { columns: 25em auto; column-gap: 2rem; }
    .phase { break-inside: avoid; padding-bottom: 1rem; }
    .phase h3 { margin-top: 0; }
    .phase.tight pre { max-height: 2.75em; overflow: auto; }
    ol.equations { list-style: none; margin: 0; padding: 0; }
    ol.equations li { padding: 0.15rem 0.5rem; border-left: 4px solid transparent; }
    ol.equations math { font-size: 1.1em; }
    body.live ol.equations math { font-size: 1em; }
    ol.equations .shape { margin-left: 1rem; font-size: 0.875rem; }
    ol.equations .formula { overflow-x: auto; overflow-y: hidden; padding: 0.1rem 0; }
    math { font-family: "Cambria Math", "STIX Two Math", "Latin Modern Math", math,
      "DejaVu Serif", serif; }
    ol.equations li.lit, ol.equations li.working { background: var(--lit); border-left-color: var(--accent); border-radius: 0.25rem; }
    ol.equations li.next { border-left-color: var(--faint); }
    .mark { margin-left: 1rem; font-size: 0.8rem; color: var(--faint); }
    .finding { border-left: 4px solid var(--line); padding-left: 0.75rem; margin: 0.75rem 0; }
    .finding.warning, .finding.error { border-left-color: var(--warning); }
    .finding h3 { margin-top: 0; }

    .in-1 { margin-left: 1em; }
    .in-2 { margin-left: 2em; }
    .in-3 { margin-left: 3em; }
    .in-4 { margin-left: 4em; }
    .in-5 { margin-left: 5em; }
    .in-6 { margin-left: 6em; }
    p.alone { overflow-x: auto; overflow-y: hidden; padding: 0.1rem 0; }
    .changed { color: var(--warning); }
    blockquote { margin: 0.35rem 0; padding-left: 1em; border-left: 4px solid var(--line); }

    ol.log { list-style: none; margin: 0; padding: 0; }
    ol.log li { margin: 0 0 0.75rem; }
    ol.log figure { max-width: 34rem; }
    #sweep figure { max-width: 44rem; }
    ol.log pre { padding: 0.4rem 0.6rem; background: var(--panel); border-radius: 0.3rem; }
    ol.log li.failed pre { border-left: 4px solid var(--warning); }

    #lost { position: fixed; z-index: 4; inset: 0 0 auto; margin: 0; padding: 0.5rem 0.75rem;
      background: var(--lit); color: var(--text); border-bottom: 2px solid var(--warning); }
    body.live { max-width: none; font-size: max(1rem, 2vh); padding: 0.5rem 1rem 2rem; }
    body.live .faint, body.live td.number, body.live pre, body.live code, body.live kbd,
    body.live .mark, body.live ol.equations .shape, body.live footer { font-size: 1em; }
    body.live header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; }
    body.live header > * { margin: 0; min-width: 0; max-width: 100%; }
    body.live h1 { font-size: 1.25em; }
    body.live h2 { margin: 0.5rem 0; font-size: 1.05em; }
    body.live h3 { font-size: 1em; }
    body.live main { display: flex; flex-direction: column; }
    body.live:has(.at-rest) #pictures { order: -1; }
    body.live .figures { gap: 0.5rem;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 30rem), 1fr)); }
    body.live [data-region="said"]:not(:empty), body.live [data-region="lesson"]:not(:empty) {
      flex-basis: 100%; }
    body.live .said figure { max-width: min(100%, 110vh); }
    body.live .said pre { font-size: 1.1em; max-height: 70vh; overflow: auto; }
    body.live .said p, body.live .said ul, body.live .said ol, .lesson { max-width: 50em; }
    body.held [data-door] { pointer-events: none; }
    body.held header { outline: 2px dashed var(--warning); }
    body[data-alone] .figures { grid-template-columns: 1fr; }
    body[data-alone] #pictures figure { max-width: min(100%, 115vh); margin: 0 auto; }
    body[data-alone="1"] #pictures figure:not(:nth-child(1)),
    body[data-alone="2"] #pictures figure:not(:nth-child(2)),
    body[data-alone="3"] #pictures figure:not(:nth-child(3)),
    body[data-alone="4"] #pictures figure:not(:nth-child(4)),
    body[data-alone="5"] #pictures figure:not(:nth-child(5)),
    body[data-alone="6"] #pictures figure:not(:nth-child(6)),
    body[data-alone="7"] #pictures figure:not(:nth-child(7)),
    body[data-alone="8"] #pictures figure:not(:nth-child(8)),
    body[data-alone="9"] #pictures figure:not(:nth-child(9)) { display: none; }
    body[data-alone] main > section:not(#pictures) { display: none; }
    .strip { display: grid; gap: 0.5rem; grid-template-columns: 1fr 1fr; }
    @media (min-width: 60rem) { .strip { grid-template-columns: repeat(4, 1fr); } }
    .strip .caption { display: none; }
    figcaption { color: var(--faint); }
    @media screen and (scripting: enabled) { .strip { display: none; } }
    @media screen and (min-width: 100rem) {
      body.live main { display: grid; gap: 0 1.5rem; align-items: start;
        grid-template-columns: minmax(0, 2.1fr) minmax(0, 1fr); }
      body.live #pictures { grid-column: 1; }
      body.live #model { grid-column: 2; grid-row: 1 / span 4; position: sticky; top: 0;
        max-height: 100vh; overflow-y: auto; }
      body.live .phases { columns: auto; }
    }

    #door { position: fixed; z-index: 3; inset: auto 0 0; max-height: 62vh; overflow: auto;
      overscroll-behavior: contain; padding: 0.6rem 0.9rem 1rem; background: var(--ground);
      border: 1px solid var(--faint); box-shadow: 0 0 1rem #0005; }
    #door[hidden] { display: none; }
    #door h2 { margin: 0.5rem 0 0; border: 0; outline-offset: -3px; }
    #door .value { font-variant-numeric: tabular-nums; }
    .door-head { display: flex; gap: 0.5rem; flex-wrap: wrap; }
    #door-close { margin-left: auto; }
    button:disabled { color: var(--faint); cursor: default; opacity: 0.7; }
    button[aria-pressed="true"] { background: var(--lit); }
    #door-trail { display: flex; flex-wrap: wrap; gap: 0 0.25rem; list-style: none; margin: 0.5rem 0 0;
      padding: 0; }
    #door-trail li + li::before { content: "›"; color: var(--faint); margin-right: 0.25rem; }
    button.number { min-width: 1.5rem; min-height: 1.5rem; padding: 0 0.25rem; font: inherit;
      font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: 0.875em; color: var(--accent); background: none; border: 1px solid transparent;
      border-bottom: 1px dotted var(--accent); border-radius: 0.2rem; }
    button.number:hover { background: var(--lit); }
    button.number[aria-current] { color: var(--text); border-bottom-color: transparent; }
    p.formula { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: 0.95em; line-height: 2; }
    table.sum caption, table.matrix caption { text-align: left; color: var(--faint);
      font-size: 0.875rem; padding: 0.3rem 0; }
    table.sum th { font-weight: 400; }
    td.pull { width: 6rem; padding-right: 0; }
    td.pull svg { display: block; width: 100%; height: 0.8rem; }
    td.pull path { stroke: var(--faint); }
    td.pull .below { fill: var(--warning); }
    td.pull .above { fill: var(--accent); }
    .matrices { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; }
    .matrices .scroll { flex: 0 1 auto; }
    table.matrix td { border: 0; padding: 0.05rem; text-align: right; }
    table.matrix tbody { border-left: 2px solid var(--faint); border-right: 2px solid var(--faint); }
    ul.origins { list-style: none; margin: 0; padding: 0; }
    [data-door] { cursor: pointer; border-radius: 0.2rem; }
    pre [data-door]:hover, td[data-door]:hover { background: var(--lit); }
    .operand { background: var(--lit); outline: 1px solid var(--accent); outline-offset: -1px; }
    .asked { outline: 3px solid var(--warning); outline-offset: -1px; }
    .pointed { background: var(--accent); color: var(--ground); }
    .pointed button.number { color: var(--ground); }
    .overlay.doors { width: 100%; }
    .overlay.doors [data-door] { pointer-events: all; }
    svg [data-door] { fill: transparent; stroke: transparent; stroke-width: 8;
      stroke-dasharray: none; }
    svg [data-door].operand { stroke: var(--accent); stroke-width: 4; outline: none; }
    svg [data-door].asked { stroke: var(--warning); stroke-width: 4; outline: none; }
    svg [data-door].pointed { stroke: var(--warning); stroke-width: 7; outline: none; }
    svg [data-door]:hover { stroke: var(--warning); stroke-opacity: 0.6; }
    svg [data-door]:focus-visible { stroke: var(--accent); stroke-width: 6; outline: none; }
    @media screen {
      body.has-door { padding-bottom: 64vh; }
    }
    @media screen and (min-width: 56rem) {
      #door { inset: 0 0 0 auto; width: min(34rem, 45vw); max-height: none; }
      body.has-door { margin-right: min(34rem, 45vw); padding-bottom: 2rem; }
    }

    @media print {
      #door { display: none !important; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      .controls, #lost, #fold-view details { display: none !important; }
      .strip { grid-template-columns: repeat(4, 1fr); }
      .bar { position: static; padding: 0; border: 0; background: none; }
      .figures { grid-template-columns: 1fr 1fr; }
      .values { grid-template-columns: 1fr 1fr; }
      figure, .finding, ol.log li:has(figure), table, ol.equations li, .values > div { break-inside: avoid; }
      h2, h3, h3 + p.faint { break-after: avoid; }
      pre { overflow: visible; white-space: pre-wrap; font-size: 8pt; }
      .scroll { overflow: visible; }
      ol.log pre { border: 1px solid var(--line); background: none; }
    }

    """
}
