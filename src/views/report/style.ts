/** The report's look on screen and on A4: one column, hairlines, figures as wide as the text. */
export const reportStyle = `
:root { color-scheme: light; --ink: #1b1d22; --muted: #565b66; --line: #dfe2e7; --accent: #2f6fed }
* { box-sizing: border-box }
html { background: #f4f5f7 }
body { margin: 0 auto; max-width: 190mm; padding: 14mm 15mm; background: #fff; color: var(--ink);
  font: 10pt/1.5 Inter, 'Inter Variable', 'Helvetica Neue', Helvetica, Arial, sans-serif; font-feature-settings: 'tnum' 1 }
h1 { font-size: 19pt; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; margin: 0 0 2mm }
h2 { font-size: 12pt; font-weight: 600; margin: 9mm 0 2.5mm; padding-top: 2.5mm; border-top: 0.5pt solid var(--line) }
h3 { font-size: 10pt; font-weight: 600; margin: 5mm 0 1.5mm }
p { margin: 0 0 2.5mm; max-width: 155mm }
.lead { color: var(--muted); margin-bottom: 4mm }
.state { border-left: 2pt solid #b3261e; background: #fdf1f0; padding: 2mm 3mm; margin: 4mm 0; max-width: none }
.note { border-left: 2pt solid #c98a00; background: #fdf7e8; padding: 2mm 3mm; margin: 2mm 0; max-width: none }
figure { margin: 4mm 0 } figure svg { display: block; width: 100%; height: auto }
figcaption { color: var(--muted); font-size: 9pt; margin-top: 1.5mm }
table { border-collapse: collapse; width: 100%; font-size: 9pt; margin: 0 0 3mm }
th { text-align: left; font-weight: 500; color: var(--muted); border-bottom: 0.75pt solid var(--ink); padding: 1mm 3mm 1mm 0; vertical-align: bottom }
td { border-bottom: 0.5pt solid var(--line); padding: 1mm 3mm 1mm 0; vertical-align: top }
th:last-child, td:last-child { padding-right: 0 }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
dl { margin: 0 0 3mm } dl div { display: grid; grid-template-columns: 42mm 1fr; gap: 4mm; border-bottom: 0.5pt solid var(--line); padding: 1mm 0; font-size: 9pt }
dt { color: var(--muted) } dd { margin: 0; overflow-wrap: anywhere }
ul, ol { margin: 0 0 3mm; padding-left: 5mm } li { margin: 0 0 1mm }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 8.5pt }
pre { background: #f4f5f7; border-radius: 4px; padding: 2.5mm 3mm; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 3mm }
.equation { display: grid; grid-template-columns: 1fr 52mm; gap: 5mm; align-items: center; padding: 1.5mm 0; border-bottom: 0.5pt solid var(--line) }
.equation span.caption { color: var(--muted); font-size: 9pt }
math { font-size: 11.5pt } .equation .katex { display: inline-block } .equation math { margin: 0 }
table.parameters { table-layout: fixed } .parameters col.name { width: 58mm } .parameters col.symbol { width: 18mm } .parameters col.value { width: 30mm } .parameters col.unit { width: 24mm }
.parameters th[scope=rowgroup] { border-bottom: 0.5pt solid var(--line); color: var(--ink); font-weight: 600; padding-top: 3mm }
.plain td:first-child { color: var(--muted); width: 58mm }
.muted { color: var(--muted) }
a { color: var(--accent) }
footer { margin-top: 10mm; padding-top: 2.5mm; border-top: 0.5pt solid var(--line); color: var(--muted); font-size: 8.5pt }
@page { size: A4; margin: 17mm 16mm 18mm }
@media print {
  html { background: #fff } body { max-width: none; padding: 0; font-size: 9.5pt }
  h2, h3, h2 + p { break-after: avoid } figure, tr, .equation, dl, pre, .parameters tbody, table.short, h2 + p, li, .note { break-inside: avoid } p, li { orphans: 3; widows: 3 } thead { display: table-header-group }
}
`
