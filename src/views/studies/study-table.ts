import type { Json, StudyResult } from '../../core/simulation.ts'
import { type CsvColumn, writeCsv } from '../../data/write/csv.ts'
import { numberText, unitText } from '../plots/number-text.ts'
import { eigenvalueTexts, equilibriaTable } from './equilibria-table.ts'
import { listOf, numberOf, numbersOf, recordOf, textOf } from './read-study.ts'
import { sensitivityParameters } from './sensitivity-figure.ts'

/** What a study found, as columns of numbers or words in full. */
export interface StudyTable {
  readonly columns: readonly CsvColumn[]
  readonly rows: number
}

const numbers = (name: string, values: ArrayLike<number>): CsvColumn => ({ name, values })
const texts = (name: string, values: readonly string[]): CsvColumn => ({ name, values: new Float64Array(values.length), texts: values }) // biome-ignore format: one record

const states = (entries: readonly Readonly<Record<string, Json>>[]): readonly CsvColumn[] =>
  Object.keys(recordOf(entries[0]?.state)).map((name) =>
    numbers(
      name,
      entries.map((entry) => numberOf(recordOf(entry.state)[name])),
    ),
  )

const eigenvalues = (entries: readonly Readonly<Record<string, Json>>[]): readonly CsvColumn[] => {
  const most = Math.max(0, ...entries.map((entry) => listOf(entry.eigenvalues).length))
  return Array.from({ length: most }, (_, k) => k).flatMap((k) =>
    (['re', 'im'] as const).map((part, at) =>
      numbers(
        `eigenvalue ${k + 1} ${part}`,
        entries.map((entry) => numberOf(listOf(listOf(entry.eigenvalues)[k])[at])),
      ),
    ),
  )
}

const words = (entries: readonly Readonly<Record<string, Json>>[], name: string): CsvColumn =>
  texts(
    name,
    entries.map((entry) => textOf(entry[name])),
  )

/** Every number of a study that makes a table: for CSV and spreadsheets. Empty of one that is not known. */
function studyTable(study: StudyResult): StudyTable {
  const columns = columnsOf(study)
  return { columns, rows: Math.max(0, ...columns.map(({ values }) => values.length)) }
}

function columnsOf(study: StudyResult): readonly CsvColumn[] {
  const list = (name: string) => listOf(study[name]).map((entry) => recordOf(entry))
  switch (study.type) {
    case 'equilibria':
    case 'steady':
    case 'eigenvalues': {
      if (study.type === 'eigenvalues') {
        const pairs = listOf(study.eigenvalues).map((pair) => listOf(pair))
        return [numbers('re', pairs.map(([re]) => numberOf(re))), numbers('im', pairs.map(([, im]) => numberOf(im)))] // biome-ignore format: a pair
      }
      const entries = study.type === 'equilibria' ? list('equilibria') : [recordOf({ ...study })]
      return [...states(entries), words(entries, 'kind'), ...eigenvalues(entries), numbers('residual', entries.map((entry) => numberOf(entry.residual)))] // biome-ignore format: a list
    }
    case 'continuation': {
      const branches = list('branches')
      const parameters = branches.map((branch) => numbersOf(branch.parameter))
      const join = (values: readonly Float64Array[]) => Float64Array.from(values.flatMap((each) => [...each]))
      const names = Object.keys(recordOf(branches[0]?.states))
      return [
        numbers('branch', join(parameters.map((each, k) => each.map(() => k + 1)))),
        numbers(textOf(study.parameter), join(parameters)),
        ...names.map((name) => numbers(name, join(branches.map((branch) => numbersOf(recordOf(branch.states)[name]))))),
        numbers('unstable', join(branches.map((branch) => numbersOf(branch.unstable)))),
      ]
    }
    case 'bifurcation': {
      const scans = Object.entries(recordOf(study.scans)).map(([scan, entry]) => ({ scan, ...recordOf(entry) }))
      const found: readonly { readonly scan: string; readonly parameter?: Json; readonly value?: Json }[] = scans
      const flat = (pick: (scan: (typeof found)[number]) => Json | undefined) =>
        Float64Array.from(found.flatMap((scan) => [...numbersOf(pick(scan))]))
      return [
        ...(found.length > 1
          ? [texts('scan', found.flatMap((entry) => listOf(entry.parameter).map(() => entry.scan)))] // biome-ignore format: one call
          : []),
        numbers(
          textOf(study.parameter),
          flat(({ parameter }) => parameter),
        ),
        numbers(
          textOf(study.of),
          flat(({ value }) => value),
        ),
      ]
    }
    case 'poincare':
      return [
        numbers('t', numbersOf(study.t)),
        ...Object.entries(recordOf(study.points)).map(([name, values]) => numbers(name, numbersOf(values))),
      ]
    case 'lyapunov': {
      const convergence = recordOf(study.convergence)
      const series = listOf(convergence.exponents)
      return [numbers('t', numbersOf(convergence.t)), ...series.map((values, k) => numbers(`exponent ${k + 1}`, numbersOf(values)))] // biome-ignore format: a list
    }
    case 'work-precision': {
      const runs = list('runs')
      const column = (name: string) => numbers(name, runs.map((run) => numberOf(run[name]))) // biome-ignore format: one call
      return [words(runs, 'stepper'), ...['tolerance', 'step', 'error', 'evaluations', 'steps', 'milliseconds'].map(column), words(runs, 'reason')] // biome-ignore format: a list
    }
    case 'sensitivities': {
      const parameters = sensitivityParameters(study)
      return [
        texts('parameter', parameters.map(({ name }) => name)), // biome-ignore format: one call
        ...(['value', 'overall', 'final'] as const).map((name) => numbers(name, parameters.map((each) => each[name]))), // biome-ignore format: a list
      ]
    }
    default:
      return []
  }
}

/** The table as CSV, 17 digits. */
export function studyCsv(study: StudyResult): string {
  return writeCsv(studyTable(study).columns)
}

/** The columns of numbers of the table as arrays, for NumPy. */
export function studyArrays(
  study: StudyResult,
): Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float64Array }>> {
  return Object.fromEntries(
    studyTable(study)
      .columns.filter(({ texts: words }) => words === undefined)
      .map(({ name, values }) => [name, { shape: [values.length], values: Float64Array.from(values) }]),
  )
}

/** Rows of text under headings: what is read beside the figure. */
export interface ShownTable {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Places of the headings whose cells are numbers. */
  readonly numbers: readonly number[]
}

const shown = (headings: readonly string[], rows: readonly (readonly string[])[], from = 0, to = headings.length): ShownTable => ({
  headings, rows, numbers: headings.map((_, i) => i).filter((i) => i >= from && i < to),
}) // biome-ignore format: short

/** Parts of a state that are rounding beside the others are written as 0, which they are. */
function withZeros(study: StudyResult): StudyResult {
  const entries = (study.type === 'equilibria' ? listOf(study.equilibria) : [{ ...study }]).map((entry) => recordOf(entry)) // biome-ignore format: one choice
  const all = entries.flatMap((entry) => Object.values(recordOf(entry.state)).map(numberOf))
  const least = 1e-14 * Math.max(0, ...all.filter(Number.isFinite).map(Math.abs))
  const round = (entry: Readonly<Record<string, Json>>) => ({
    ...entry,
    state: Object.fromEntries(
      Object.entries(recordOf(entry.state)).map(([name, value]) => [
        name,
        Math.abs(numberOf(value)) < least ? 0 : value,
      ]),
    ),
  })
  return study.type === 'equilibria' ? { ...study, equilibria: entries.map(round) } : { ...study, ...round(recordOf({ ...study })) } // biome-ignore format: one choice
}

/** The few numbers of a study that a person reads: equilibria, special points, exponents. Undefined where the figure says all. */
export function shownTable(study: StudyResult): ShownTable | undefined {
  const list = (name: string) => listOf(study[name]).map((entry) => recordOf(entry))
  const text = (value: Json | undefined, digits = 6) => {
    const number = numberOf(value)
    return Number.isFinite(number) ? numberText(number, digits) : ''
  }
  switch (study.type) {
    case 'equilibria':
    case 'steady': {
      const { headings, rows } = equilibriaTable(withZeros(study))
      return shown(headings, rows, 0, headings.length - 3)
    }
    case 'eigenvalues':
      return shown(
        ['', 'eigenvalue', 'period', 'e-folding time'],
        eigenvalueTexts(study.eigenvalues, 6).map((value, k) => {
          const pairs = listOf(study.eigenvalues).map((pair) => listOf(pair).map(numberOf)).filter(([, im]) => (im ?? 0) >= 0) // biome-ignore format: one thought
          const [re = 0, im = 0] = pairs[k] ?? []
          return [String(k + 1), value, im === 0 ? '' : numberText((2 * Math.PI) / im, 5), re === 0 ? '' : numberText(1 / Math.abs(re), 5)] // biome-ignore format: a row
        }),
      )
    case 'continuation': {
      const specials = list('specials')
      const names = Object.keys(recordOf(specials[0]?.state))
      return shown(
        ['point', textOf(study.parameter), ...names, 'period', 'first Lyapunov coefficient'],
        specials.map((special) => [
          textOf(special.name),
          text(special.parameter, 8),
          ...names.map((name) => text(recordOf(special.state)[name])),
          text(special.period),
          text(special.firstLyapunov, 4),
        ]),
        1,
      )
    }
    case 'lyapunov': {
      const errors = numbersOf(study.uncertainties)
      const rows = Array.from(numbersOf(study.exponents), (value, k) => [
        `λ${k + 1}`,
        numberText(value, 5),
        Number.isFinite(errors[k]) ? numberText(errors[k] ?? 0, 2) : '',
      ])
      const sum = text(study.sum, 6)
      const dimension = text(study.kaplanYorke, 5)
      return shown(
        ['', 'exponent', 'uncertainty'],
        [
          ...rows,
          ...(sum ? [['sum', sum, '']] : []),
          ...(dimension ? [['Kaplan–Yorke dimension', dimension, '']] : []),
        ],
        1,
      )
    }
    case 'work-precision':
      return shown(
        ['method', 'tolerance or step', 'error', 'evaluations', 'steps', 'ms'],
        list('runs').map((run) => [
          textOf(run.stepper),
          text(run.tolerance ?? run.step, 2),
          run.error === null ? textOf(run.reason) : text(run.error, 2),
          text(run.evaluations),
          text(run.steps),
          text(run.milliseconds, 3),
        ]),
        1,
      )
    case 'sensitivities':
      return shown(
        ['parameter', 'value', 'over time', 'at the end'],
        sensitivityParameters(study).map(({ name, value, unit, overall, final }) => [
          name,
          `${numberText(value, 6)} ${unitText(unit)}`.trim(),
          numberText(overall, 3),
          numberText(final, 3),
        ]),
        1,
      )
    default:
      return undefined
  }
}

/** What a study found in a sentence, above its figure. */
export function studySentence(study: StudyResult): string {
  switch (study.type) {
    case 'equilibria': {
      const count = listOf(study.equilibria).length
      const outside = listOf(study.outside).length
      if (study.isContinuum === true) return 'The equilibria are not isolated: they form a continuum.'
      const said = count === 0 ? 'No equilibrium was found in the box' : count === 1 ? 'One equilibrium in the box' : `${count} equilibria in the box` // biome-ignore format: one choice
      return `${said}${outside > 0 ? `, ${outside} met outside of it` : ''}.`
    }
    case 'steady':
    case 'eigenvalues':
      return `The steady state is a ${textOf(study.kind)}; residual ${numberText(numberOf(study.residual), 2)}.`
    case 'lyapunov': {
      const attractor = textOf(study.attractor)
      return `The attractor is ${attractor === 'equilibrium' ? 'an equilibrium' : attractor}.`
    }
    case 'poincare': {
      const repeats = numberOf(study.repeatsAfter)
      return `${numberOf(study.count)} points; ${Number.isFinite(repeats) ? `they repeat after ${repeats}` : 'they do not repeat'}.`
    }
    case 'bifurcation': {
      const failed = listOf(study.failed).length
      return failed > 0 ? `${failed} values gave no solution.` : ''
    }
    case 'work-precision': {
      const reference = recordOf(study.reference)
      return `Reference by ${textOf(reference.stepper)}, checked by ${textOf(reference.checkedBy)}, known to ${numberText(numberOf(reference.uncertainty), 2)}.`
    }
    case 'sensitivities':
      return study.most ? `${textOf(study.most)} matters most: the change of all quantities for a relative change of it is the largest.` : '' // biome-ignore format: one sentence
    default:
      return ''
  }
}
