import { isSameDimension, parseUnit, UnitError } from '../core/unit.ts'
import type { Dataset, Table } from '../data/dataset.ts'
import { columnSectionOf, sectionKey } from './column-section.ts'
import type { ColumnSection, DataSection, Experiment, FitSection } from './experiment.ts'
import type { Inputs } from './inputs.ts'
import { formatPath, setPath } from './path.ts'
import { resolveProblem } from './resolve.ts'

/** An experiment that can be fitted, and what was assumed to make it so. */
export interface FittableExperiment {
  readonly experiment: Experiment
  readonly notes: readonly string[]
}

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/**
 * Roles of a file's columns by their names: the reader's own guess, a column named as a component (`o_xylene`, `Benzene (mol/m^3)`) measures
 * it, one named sigma or error belongs to the column before it, a signal alone is the sum of all components.
 */
export function guessColumns(
  dataset: Dataset,
  components: readonly string[],
): { readonly columns: DataSection['columns']; readonly notes: readonly string[] } {
  const table = dataset.tables.reduce((a: Table | undefined, b) => (a && size(a) >= size(b) ? a : b), undefined)
  const numeric = (table?.columns ?? []).filter((column) => !column.texts)
  const axis = numeric.find((c) => c.role === 'x') ?? numeric.find((c) => /^(t|time|x|min|minutes|seconds|s)\b/i.test(c.name)) ?? numeric[0] // biome-ignore format: one thought
  const columns: Record<string, string | ColumnSection> = {}
  const said: string[] = []
  if (!axis) return { columns, notes: said }
  columns[axis.name] = 'x'
  const others = numeric.filter((column) => column !== axis)
  const signals = others.filter((column) => !isSigma(column.name) && column.role !== 'sigma')
  let last: string | undefined
  for (const column of others) {
    // What a reader says a column is of may be another column's name.
    const told =
      column.of === 'sum' ? 'sum' : column.of === undefined ? undefined : matchComponent(column.of, components)
    if (!signals.includes(column)) {
      const bare = column.name.replace(/sigma|error|err|std|sd|uncertainty/gi, '')
      const of = told ?? matchComponent(bare, components) ?? last
      if (of !== undefined) columns[column.name] = `sigma:${of}`
      continue
    }
    const of =
      told ??
      matchComponent(column.name, components) ??
      (signals.length === 1 ? (components.length === 1 ? components[0] : 'sum') : undefined)
    if (of === undefined) continue
    columns[column.name] = `y:${of}`
    last = of
  }
  const told = Object.entries(columns).map(([name, role]) => `"${name}" is ${columnSectionOf(role).role === 'x' ? 'the time' : String(role)}`) // biome-ignore format: one thought
  said.push(`Columns of "${dataset.file}" by their names: ${told.join(', ')}.`)
  const left = others.filter((column) => !Object.hasOwn(columns, column.name))
  if (left.length > 0) said.push(`Not used, because no component has such a name: ${left.map((c) => `"${c.name}"`).join(', ')}.`) // biome-ignore format: one sentence
  return { columns, notes: said }
}

const size = (table: Table) => (table.columns[0]?.values.length ?? 0) * table.columns.length

const isSigma = (name: string) => /(^|[^a-z])(sigma|err|error|std|sd|uncertainty)([^a-z]|$)|^u\(|σ/i.test(name)

function matchComponent(name: string, components: readonly string[]): string | undefined {
  const wanted = plain(name)
  const exact = components.find((component) => plain(component) === wanted)
  if (exact !== undefined || wanted === '') return exact
  // "benzene (mol/m^3)" begins with the name; the longest wins, so that ethylbenzene is not taken for benzene.
  return [...components]
    .sort((a, b) => b.length - a.length)
    .find((component) => plain(component).length > 2 && wanted.includes(plain(component)))
}

/**
 * Fills in what a fit needs and the file leaves open: roles of columns by their names; what is free, by default K and kd of every measured
 * component (well determined by retention and width, unlike ka and kd); a free scale where the signal is not a concentration.
 */
export function completeFit(experiment: Experiment, inputs: Inputs): FittableExperiment {
  const notes: string[] = []
  const components = (experiment.problem.components ?? []).map((component) => String(component.name))
  const data = experiment.data?.map((section) => {
    const dataset = inputs[section.file]
    if (!dataset || Object.values(section.columns).some((role) => columnSectionOf(role).role === 'y')) return section
    const guess = guessColumns(dataset, components)
    notes.push(...guess.notes)
    return { ...section, columns: { ...guess.columns, ...section.columns } }
  })
  let complete: Experiment = data ? { ...experiment, data } : experiment
  if (Object.keys(experiment.fit?.free ?? {}).length > 0 || experiment.problem.id !== 'gas-column')
    return { experiment: complete, notes }
  const measured = new Set(
    (data ?? []).flatMap((section) =>
      Object.values(section.columns).flatMap((role) => {
        const { role: kind, of } = columnSectionOf(role)
        return kind !== 'y' ? [] : of === undefined || of === 'sum' ? components : [of]
      }),
    ),
  )
  const free: Record<string, FitSection['free'][string]> = {}
  components.forEach((name, i) => {
    if (!measured.has(name)) return
    complete = withForm(complete, i)
    free[formatPath(['problem', 'components', i, 'K'])] = {}
    free[formatPath(['problem', 'components', i, 'kd'])] = {}
  })
  const signals = uncalibratedColumns(complete, inputs)
  for (const { dataset, column, unit } of signals) {
    const at = (leaf?: string) =>
      formatPath(['data', dataset, 'columns', column, ...(leaf === undefined ? [] : [leaf])])
    const section = columnSectionOf(complete.data?.[dataset]?.columns[column] ?? 'y')
    complete = setPath(complete, at(), { ...section, unit: unit === '' ? 'a.u.' : unit, scale: 1, offset: 0 })
    free[at('scale')] = {}
    free[at('offset')] = {}
  }
  notes.push(
    `Nothing was named free: K and kd of ${[...measured].join(', ')} are fitted${signals.length > 0 ? ', and scale and offset of signals that are not concentrations' : ''}.`,
  )
  return { experiment: { ...complete, fit: { ...experiment.fit, free } }, notes }
}

/** The columns that are not in mol/m³, or cannot be by their size: no gas leaves richer than it came in. */
function uncalibratedColumns(
  experiment: Experiment,
  inputs: Inputs,
): readonly { readonly dataset: number; readonly column: string; readonly unit: string }[] {
  const loads = resolveProblem(experiment, inputs).components.map(({ name, concentration }) => ({ name, concentration: Number(concentration) })) // biome-ignore format: record
  return (experiment.data ?? []).flatMap((section, d) =>
    (inputs[section.file]?.tables ?? []).flatMap(({ columns }) =>
      columns.flatMap((column) => {
        const key = sectionKey(section.columns, column)
        const role = key === undefined ? undefined : section.columns[key]
        const own = role === undefined ? undefined : columnSectionOf(role)
        if (own?.role !== 'y' || own.scale !== undefined) return []
        const load = loads.reduce((sum, l) => (own.of === 'sum' || own.of === undefined || own.of === l.name ? sum + l.concentration : sum), 0) // biome-ignore format: one sum
        const highest = column.values.reduce((a, b) => (b > a ? b : a), 0)
        const unit = own.unit ?? column.unit
        return isConcentration(unit, highest, load) ? [] : [{ dataset: d, column: key ?? column.name, unit }]
      }),
    ),
  )
}

function isConcentration(unit: string, highest: number, load: number): boolean {
  if (unit === '') return highest < 2 * load && highest > 1e-4 * load
  try {
    return isSameDimension(parseUnit(unit), parseUnit('mol/m^3'))
  } catch (error) {
    // A unit that cannot be read is reported with its place when the columns are.
    if (error instanceof UnitError) return true
    throw error
  }
}

/** A component that gives ka and kd, or ka and K, as K and kd: the same numbers in the form that is fitted. */
function withForm(experiment: Experiment, index: number): Experiment {
  const component = experiment.problem.components?.[index]
  if (!component || !Object.hasOwn(component, 'ka')) return experiment
  const { ka, ...rest } = component
  const [ka0, other] = [Number(ka), Number(component.kd ?? component.K)]
  // Texts with units or expressions stay as they are: freeing them as given is right too.
  if (!Number.isFinite(ka0) || !Number.isFinite(other)) return experiment
  const rates = Object.hasOwn(component, 'kd') ? { K: ka0 / other } : { kd: ka0 / other }
  return setPath(experiment, formatPath(['problem', 'components', index]), { ...rest, ...rates })
}
