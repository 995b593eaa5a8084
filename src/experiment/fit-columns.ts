import { isSameDimension, parseUnit, UnitError } from '../core/unit.ts'
import { columnSectionOf, sectionKey } from './column-section.ts'
import type { Experiment, FitSection } from './experiment.ts'
import { guessColumns } from './guess-columns.ts'
import type { Inputs } from './inputs.ts'
import { formatPath, setPath } from './path.ts'
import { resolveProblem } from './resolve.ts'

/** An experiment that can be fitted, and what was assumed to make it so. */
export interface FittableExperiment {
  readonly experiment: Experiment
  readonly notes: readonly string[]
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
