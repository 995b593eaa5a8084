import type { ParameterDescription, ParameterValue, ParameterValues } from '../../pde/problem.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { type Html, html, section, table } from './html.ts'
import { mathematics } from './mathematics.ts'
import type { ReportSource } from './source.ts'

function valueText(value: ParameterValue | undefined, digits = 6): string {
  if (typeof value === 'number') return numberText(value, digits)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value ?? '–'
}

/** A text of the file that is more than the number shown: `15 cm`, `8/3`. */
function givenText(given: unknown, value: ParameterValue | undefined): string {
  return typeof given === 'string' && given !== value && Number.isNaN(Number(given))
    ? `given as ${unitText(given)}`
    : ''
}

/** The equations that hold for these values, with what each says. */
export function equationsSection({ problem, values }: ReportSource): Html | undefined {
  const lines = problem.equations(values)
  return section(
    'Equations',
    lines.length > 0
      ? html`<p>${problem.title}. ${problem.summary}</p>${lines.map((line) => html`<div class="equation"><div>${mathematics(line.latex, true)}</div><span class="caption">${line.caption}</span></div>\n`)}`
      : undefined,
  )
}

/** Every parameter with symbol, value and unit, under the headings of the form. */
export function parametersSection({ problem, values, experiment, fit }: ReportSource): Html | undefined {
  const given = experiment.problem.parameters ?? {}
  const groups = [...new Set(problem.parameters.map((p) => p.group))]
  const isFree = (name: string) => fit && (`problem.parameters.${name}` in fit.parameters || name in fit.parameters)
  const bodies = groups.map((group) => {
    const rows = problem.parameters.filter((p) => p.group === group && values.parameters[p.name] !== undefined)
    if (rows.length === 0) return undefined
    return html`<tbody><tr><th scope="rowgroup" colspan="5">${group}</th></tr>${rows.map((p) => {
      const remark = [
        isFree(p.name) ? 'starting value of the fit' : '',
        givenText(given[p.name], values.parameters[p.name]),
      ]
      return html`<tr><td>${p.label}</td><td>${p.symbol ? mathematics(p.symbol) : ''}</td><td class="number">${valueText(values.parameters[p.name])}</td><td>${unitText(p.unit)}</td><td>${remark.filter((part) => part !== '').join('; ')}</td></tr>\n`
    })}</tbody>`
  })
  const columns = ['name', 'symbol', 'value', 'unit', 'remark'].map((name) => html`<col class="${name}">`)
  const list = html`<table class="parameters"><colgroup>${columns}</colgroup>${bodies}</table>`
  return section(
    'Parameters',
    list,
    componentsTable(problem.components?.parameters ?? [], values.components, problem.components?.label),
  )
}

function componentsTable(
  columns: readonly ParameterDescription[],
  components: readonly ParameterValues[],
  label = 'Components',
): Html | undefined {
  const used = columns.filter((column) => components.some((component) => component[column.name] !== undefined))
  const headings = used.map((column) => {
    const unit = unitText(column.unit)
    const name = column.symbol ? mathematics(column.symbol) : column.label
    return { heading: html`<span title="${column.label}">${name}</span>${unit ? html` <span class="muted">(${unit})</span>` : ''}`, isNumber: column.kind === 'number' || column.kind === 'integer' } // biome-ignore format: record
  })
  const rows = components.map((component) => used.map((column) => valueText(component[column.name])))
  const made = table(headings, rows)
  const legend = used
    .filter((column) => column.symbol)
    .map((column, i) => html`${i > 0 ? ', ' : ''}${mathematics(column.symbol ?? '')} ${column.label.toLowerCase()}`)
  return made ? html`<h3>${label}</h3>${made}<p class="muted">${legend}</p>` : undefined
}

/** A temperature and pressure programme, thinned to what fits a page. */
export function programSection({ problem, values }: ReportSource): Html | undefined {
  const { program } = values
  if (!program) return undefined
  const columns = (problem.program ?? []).filter((column) => program[column.name])
  const length = Math.max(0, ...columns.map((column) => program[column.name]?.length ?? 0))
  const every = Math.ceil(length / 24)
  const places = Array.from({ length }, (_, i) => i).filter((i) => i % every === 0 || i === length - 1)
  const rows = places.map((i) => columns.map((column) => numberText(program[column.name]?.[i] ?? Number.NaN, 6)))
  const headings = columns.map((column) => ({ heading: `${column.label} (${unitText(column.unit)})`, isNumber: true }))
  return section(
    'Programme',
    table(headings, rows),
    every > 1 ? html`<p class="muted">Every ${every}th of ${length} rows.</p>` : undefined,
  )
}

const programNames: Readonly<Record<string, string>> = { wasm: 'WebAssembly', javascript: 'JavaScript', js: 'JavaScript', kencarp4: 'KenCarp4 (implicit–explicit Runge–Kutta, order 4)', tsit5: 'Tsit5 (explicit Runge–Kutta, order 5)' } // biome-ignore format: a table

/** What people call a part of the program. */
export function programName(id: string): string {
  return programNames[id] ?? id
}

/** How it was solved and why so. */
export function methodSection({ problem, outcome, experiment }: ReportSource): Html | undefined {
  const method = problem.methods.find((m) => m.id === outcome.method)
  const options = (method?.options ?? []).flatMap((option) => {
    const value = experiment.method?.[option.name]
    const said = value === undefined ? (option.default === undefined ? 'chosen, see below' : `${option.default} (default)`) : typeof value === 'number' ? numberText(value, 6) : String(value) // biome-ignore format: one choice
    return [[option.label, said, unitText(option.unit)]]
  })
  const { compute } = outcome
  const machine = `${programName(compute.executor)}, ${compute.precision === 'f64' ? 'double' : 'single'} precision, ${compute.threads} thread${compute.threads === 1 ? '' : 's'}, build ${compute.build}`
  const rows = [
    ['Method', method?.title ?? outcome.method, ''],
    ...(outcome.space ? [['Discretisation', outcome.space.replace(/-/g, ' '), '']] : []),
    ['Time stepping', outcome.stepper === 'none' ? 'none: closed form' : programName(outcome.stepper), ''],
    ...options,
    ...(outcome.backend === compute.executor ? [] : [['Backend', programName(outcome.backend), '']]),
    ['Computed on', machine, ''],
    ['Steps taken, rejected', outcome.steps > 0 ? `${outcome.steps}, ${outcome.rejected}` : '', ''],
    ['Evaluations', String(outcome.evaluations), ''],
  ]
  const fallback = compute.fallback
    ? html`<p class="note">Ran on ${compute.executor} instead of ${compute.fallback.from}: ${compute.fallback.reason}</p>`
    : undefined
  return section(
    'Method',
    method ? html`<p>${method.help}</p>` : undefined,
    table(
      [{ heading: '' }, { heading: '' }, { heading: '' }],
      rows.filter(([, value]) => value !== ''),
    ),
    fallback,
    outcome.why.length > 0
      ? html`<h3>Why</h3><ul>${outcome.why.map((reason) => html`<li>${reason}</li>\n`)}</ul>`
      : undefined,
  )
}
