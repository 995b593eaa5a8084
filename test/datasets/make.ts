import { makeRandom } from '../../src/core/random.ts'
import { readMeasurements } from '../../src/data/read/catalogue.ts'
import type { Experiment } from '../../src/experiment/experiment.ts'
import { type Inputs, noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { curveColumn, simulate } from '../../src/experiment/simulate.ts'
import { thumbnailSvg } from '../../src/views/gallery/thumbnail.ts'
import { measuredOf } from '../../src/views/report/from-run.ts'
import { finishFields } from '../support/typed-pde.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** The truth behind the synthetic measurements: arXiv 2501.00001 (2024), tables 1 and 3. */
const truth = {
  isoline: 1,
  problem: {
    id: 'gas-column',
    parameters: {
      temperature: 353.15,
      inletPressure: 4.01e5,
      outletPressure: 1.013e5,
      length: 20,
      radius: 9e-5,
      film: 1e-6,
      inletVelocity: 0.41,
      injection: 4,
      variableVelocity: true,
    },
    components: [
      { name: 'benzene', ka: 579, kd: 5.299, concentration: 2.732e-6 },
      { name: 'toluene', ka: 2953, kd: 11.502, concentration: 2.732e-6 },
      { name: 'ethylbenzene', ka: 9203, kd: 16.94, concentration: 2.732e-6 },
      { name: 'mp-xylene', ka: 6483, kd: 11.057, concentration: 5.464e-6 },
      { name: 'o-xylene', ka: 10168, kd: 14.291, concentration: 2.732e-6 },
    ],
  },
  method: { id: 'exact' },
}

const highest = (values: Float64Array) => values.reduce((most, value) => Math.max(most, value), 0)

/** The synthetic measurements, by file name; the seed is fixed, so that they are the same at every time and place. */
export function makeMeasurements(): Readonly<Record<string, string>> {
  return {
    'btex-synthetic.csv': makeBtex(),
    'detector-synthetic.csv': makeDetector(),
    'lotka-volterra-synthetic.csv': makeLotkaVolterra(),
  }
}

/** The truth behind the census: what a fit to it should find. */
export const lotkaVolterraTruth = { alpha: 0.55, beta: 0.028, gamma: 0.84, delta: 0.026, prey: 33, predator: 6 }

/** Prey and predators every half year, each count with normal noise of 5 % and its uncertainty beside it. */
function makeLotkaVolterra(): string {
  const { prey, predator, ...parameters } = lotkaVolterraTruth
  const curve = simulate(
    parseExperiment({
      isoline: 1,
      problem: {
        id: 'typed-ode',
        equations: ["prey' = alpha*prey - beta*prey*predator", "predator' = delta*prey*predator - gamma*predator"],
        parameters,
        initial: { prey, predator },
      },
      method: { stepper: 'dop853', rtol: 1e-12 },
      time: { to: 30, samples: 61 },
    }),
    noInputs,
  )
  const random = makeRandom(1926)
  const columns = ['prey', 'predator'].map((name) => curveColumn(curve, name))
  const rows = [...curve.times].map((time, row) => {
    const sigmas = columns.map((column) => 0.05 * (column[row] ?? 0))
    const counts = columns.map((column, i) => (column[row] ?? 0) + (sigmas[i] ?? 0) * random.normal())
    return [String(time), ...[...counts, ...sigmas].map((value) => value.toFixed(4))].join(',')
  })
  return `time,prey,predator,prey_error,predator_error\n${rows.join('\n')}\n`
}

/** Five separate signals every 1.25 s with noise of 1 % of each peak. */
function makeBtex(): string {
  const experiment = parseExperiment({ ...truth, time: { to: 700, samples: 561 } })
  const curve = simulate(experiment, noInputs)
  const random = makeRandom(20241007)
  const columns = curve.scalars.map(({ name }) => {
    const values = curveColumn(curve, name)
    const sigma = 0.01 * highest(values)
    return { name, values: values.map((value) => value + sigma * random.normal()) }
  })
  const rows = [...curve.times].map((time, row) =>
    [String(time), ...columns.map(({ values }) => (values[row] ?? 0).toExponential(5))].join(','),
  )
  return `time,${columns.map(({ name }) => name).join(',')}\n${rows.join('\n')}\n`
}

/** One detector, minutes, semicolons and decimal commas as half the world's instruments write: scale 4e7 mV m³/mol, 12 mV baseline. */
function makeDetector(): string {
  const { components, ...rest } = truth.problem
  const problem = { ...rest, components: components.slice(0, 3) }
  const curve = simulate(parseExperiment({ ...truth, problem, time: { to: 600, samples: 601 } }), noInputs)
  const random = makeRandom(16)
  const sums = curve.times.map((_, row) =>
    curve.scalars.reduce((sum, _scalar, i) => sum + (curve.values[row * curve.scalars.length + i] ?? 0), 0),
  )
  const comma = (value: number, digits: number) => value.toFixed(digits).replace('.', ',')
  const rows = [...curve.times].map(
    (time, row) => `${comma(time / 60, 5)};${comma(4e7 * (sums[row] ?? 0) + 12 + 0.15 * random.normal(), 4)}`,
  )
  return `Zeit (min);Signal (mV)\n${rows.join('\n')}\n`
}

/** The thumbnails of all experiments in both themes, by file name. */
export async function makeThumbnails(
  experiments: Readonly<Record<string, Bytes>>,
  measurements: Readonly<Record<string, Bytes>>,
): Promise<Readonly<Record<string, string>>> {
  const pictures: Record<string, string> = {}
  for (const [name, bytes] of Object.entries(experiments)) {
    const experiment = parseExperiment(new TextDecoder().decode(bytes))
    const inputs = await readInputs(experiment, measurements)
    const { frames, ...curve } = finished(experiment, inputs)
    const measured = measuredOf(experiment, inputs, curve.scalars)
    for (const theme of ['light', 'dark'] as const)
      pictures[`${name.replace('.isoline.json', '')}.${theme}.svg`] = thumbnailSvg(
        {
          ...curve,
          frames,
          problemId: experiment.problem.id,
          ...(curve.report.study ? { study: curve.report.study } : {}),
        },
        measured,
        theme,
      )
  }
  return pictures
}

/** The curve of an experiment, and its fields where they are what it shows. */
function finished(experiment: Experiment, inputs: Inputs) {
  if (experiment.problem.id !== 'typed-pde') return { ...simulate(experiment, inputs), frames: [] }
  const plan = planRun(experiment, inputs)
  const run = finishFields(plan, plan.makeSimulation({ saveFrames: true }))
  return {
    scalars: run.simulation.scalars,
    times: Float64Array.from(run.times),
    values: Float64Array.from(run.rows.flat()),
    method: plan.method,
    report: run.report,
    frames: run.frames,
  }
}

async function readInputs(experiment: Experiment, measurements: Readonly<Record<string, Bytes>>) {
  const entries = (experiment.data ?? []).map(async ({ file }) => {
    const bytes = measurements[file.split('/').at(-1) ?? '']
    if (!bytes) throw new Error(`the gallery has no measurement ${file}`)
    return [file, await readMeasurements({ name: file, bytes })] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
