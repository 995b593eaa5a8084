import { type Html, html, raw } from './html.ts'
import { equationsSection, methodSection, parametersSection, programSection } from './model-sections.ts'
import { dataSection, provenanceSection, referencesSection } from './provenance-sections.ts'
import { checksSection, fitSection, metricsSection, resultSection } from './result-sections.ts'
import type { ReportSource } from './source.ts'
import { studySection } from './study-section.ts'
import { reportStyle } from './style.ts'
import { sweepSection } from './sweep-section.ts'

export type { ReportSource } from './source.ts'

/** Nothing may be fetched or executed; styles and the font are inside the file. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"

/**
 * The report of one run as one self-contained HTML document, for the screen and for A4: model, method, result, fit, checks, data,
 * provenance. No scripts, nothing fetched; every text of a person is escaped. The experiment is put in by `embedInHtml`.
 */
export function reportHtml(source: ReportSource): string {
  const { experiment, problem } = source
  const title = experiment.title ?? problem.title
  const font = source.fontBase64 && /^[A-Za-z0-9+/=]+$/.test(source.fontBase64) ? `@font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${source.fontBase64}) format('woff2') }` : '' // biome-ignore format: one rule
  const body = html`<header><h1>${title}</h1>
<p class="lead">${leadText(source)}</p></header>
${stateNote(source)}${experiment.notes ? html`<p>${experiment.notes}</p>` : undefined}
${resultSection(source)}${sweepSection(source)}${studySection(source)}${fitSection(source)}${metricsSection(source)}${equationsSection(source)}${parametersSection(source)}${programSection(source)}${methodSection(source)}${checksSection(source)}${dataSection(source)}${provenanceSection(source)}${referencesSection(source)}
<footer>Isoline ${source.version}${source.madeAt ? ` · ${source.madeAt}` : ''}</footer>`
  const page: Html = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Isoline ${source.version}">
<title>${title}</title>
<style>${raw(font + reportStyle)}</style>
</head>
<body>
${body}
</body>
</html>
`
  return page.markup
}

function leadText({ experiment, problem, outcome, madeAt }: ReportSource): string {
  const authors = (experiment.authors ?? []).join(', ')
  return [authors, problem.title, outcome.method.replace(/-/g, ' '), madeAt?.slice(0, 10)].filter(Boolean).join(' · ')
}

function stateNote({ outcome }: ReportSource): Html | undefined {
  if (outcome.status === 'done') return undefined
  const said = {
    failed: 'This run failed',
    stopped: 'This run was stopped before its end',
    running: 'This run was not finished when the report was made',
  }[outcome.status]
  return html`<p class="state"><strong>${said}.</strong> ${outcome.reason ?? ''}</p>`
}
