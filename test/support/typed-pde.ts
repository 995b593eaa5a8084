import type { Frame } from '../../src/core/field.ts'
import type { Simulation, SimulationReport } from '../../src/core/simulation.ts'
import { type Inputs, noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { planRun, type RunPlan } from '../../src/experiment/run-plan.ts'

/** A typed PDE run to its end in one go: every frame and every row. */
export interface FieldRun {
  readonly plan: RunPlan
  readonly simulation: Simulation
  readonly frames: readonly Frame[]
  readonly times: readonly number[]
  readonly rows: readonly (readonly number[])[]
  readonly report: SimulationReport
  /** Values of a field at a saved time. */
  field(name: string, time: number): Float64Array
  /** A scalar at all saved times. */
  scalar(name: string): readonly number[]
}

/** Takes in what `advance` gives until the end. */
export function finishFields(plan: RunPlan, simulation: Simulation): FieldRun {
  const frames: Frame[] = []
  const times: number[] = []
  const rows: number[][] = []
  const width = simulation.scalars.length
  for (;;) {
    const advanced = simulation.advance(50, () => performance.now())
    frames.push(...(advanced.frames ?? []))
    advanced.samples?.times.forEach((time, i) => {
      times.push(time)
      rows.push([...(advanced.samples?.values.subarray(i * width, (i + 1) * width) ?? [])])
    })
    if (advanced.done) break
  }
  return {
    plan,
    simulation,
    frames,
    times,
    rows,
    report: simulation.report(),
    field(name, time) {
      const found = frames.find((frame) => frame.time === time)?.fields.find((field) => field.name === name)
      if (!found) throw new Error(`no ${name} at ${time}`)
      return found.values
    },
    scalar(name) {
      const place = simulation.scalars.findIndex((scalar) => scalar.name === name)
      if (place < 0) throw new Error(`no scalar ${name}`)
      return rows.map((row) => row[place] ?? Number.NaN)
    },
  }
}

/** Plans and runs a document. @throws InvalidInput, RunFailure */
export function runFields(document: unknown, inputs: Inputs = noInputs): FieldRun {
  const plan = planRun(parseExperiment(document), inputs)
  return finishFields(plan, plan.makeSimulation({ saveFrames: true }))
}
