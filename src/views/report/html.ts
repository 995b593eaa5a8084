import { escapeXml } from '../plots/svg-marks.ts'

/** Markup that is safe to put between tags as it is. Only `html` and `raw` make it. */
export interface Html {
  readonly markup: string
}

/** Markup that was written by us (SVG, MathML), not by a person. */
export function raw(markup: string): Html {
  return { markup }
}

type Part = Html | string | number | undefined | readonly Part[]

function toMarkup(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string') return escapeXml(part)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map(toMarkup).join('')
}

/** Markup with every inserted text escaped: html`<p>${name}</p>`. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: strings.map((s, i) => s + (i < parts.length ? toMarkup(parts[i]) : '')).join('') }
}

export interface TableColumn {
  readonly heading: string | Html
  /** Numbers stand right, in figures of one width. */
  readonly isNumber?: boolean
}

/** A table with headings; undefined where it would have no rows. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly (string | Html)[])[],
): Html | undefined {
  if (rows.length === 0) return undefined
  const kind = (i: number) => (columns[i]?.isNumber ? raw(' class="number"') : undefined)
  const hasHeadings = columns.some(({ heading }) => heading !== '')
  if (!hasHeadings)
    return html`<table class="plain short"><tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td${kind(i)}>${cell}</td>`)}</tr>\n`)}</tbody></table>`
  // Short tables stay on one page.
  return html`<table${rows.length <= 12 ? raw(' class="short"') : undefined}><thead><tr>${columns.map((column, i) => html`<th scope="col"${kind(i)}>${column.heading}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td${kind(i)}>${cell}</td>`)}</tr>\n`)}</tbody></table>`
}

/** Name and value beside each other; entries without a value are left out. */
export function definitions(entries: readonly (readonly [string, string | Html | undefined])[]): Html {
  const given = entries.filter(([, value]) => value !== undefined && value !== '')
  return html`<dl>${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`
}

/** A section with its heading; nothing where it has no content. */
export function section(heading: string, ...content: readonly (Html | undefined)[]): Html | undefined {
  const given = content.filter((part) => part !== undefined && part.markup !== '')
  return given.length > 0 ? html`<section><h2>${heading}</h2>\n${given}</section>\n` : undefined
}
