import { domainSize } from '../../../core/domain.ts'
import { RunFailure } from '../../../core/errors.ts'
import type { FieldDescription, Frame } from '../../../core/field.ts'
import { type Compute, invariantOf, type Simulation } from '../../../core/simulation.ts'
import {
  type FieldSimulationOptions,
  fieldGrid,
  fieldScalars,
  leastSteps,
  stableShare,
} from '../../fields/field-simulation.ts'
import { makeFieldObserver } from '../../fields/observed-numbers.ts'
import { thinnedTimes } from '../../thinned-times.ts'
import { findGpu, type GpuLibrary } from './gpu-library.ts'
import { gpuMethods } from './gpu-methods.ts'
import { type GpuStepper, makeGpuStepper } from './gpu-stepper.ts'

/** Steps of one submission at most: each count is a plan of its own, so that counts are powers of two. */
const mostSteps = 32

/**
 * The simulation of fields on the GPU in single precision: steps of one length from saved time to saved time, one readback a submission.
 * Integrals and observed numbers are of the values that came back, in double precision. It is advanced by `advanceLater` alone.
 * @param load the library; awaited with the first piece of work
 */
export function makeGpuSimulation(options: FieldSimulationOptions, load: () => Promise<GpuLibrary>): Simulation {
  const { problem, fields, units, invariants, from, times } = options
  const { equations, domain } = problem
  const { unknowns, observed } = equations
  const { kernels } = fields.system
  const size = domainSize(domain)
  const count = size * unknowns.length
  const [given, state, sums] = [kernels.reserve(count), kernels.reserve(count), kernels.reserve(unknowns.length)]
  const observer = makeFieldObserver(problem)
  const numbers = new Float64Array(observed.length)
  const scalars = fieldScalars(equations)
  const grid = fieldGrid(problem)
  const descriptions: readonly FieldDescription[] = unknowns.map((name, i) => ({ name, unit: units[i] ?? '1', grid }))
  const frameTimes = options.saveFrames ? new Set(thinnedTimes(times)) : new Set<number>()
  const method = gpuMethods.find(({ id }) => id === options.stepper)
  if (!method) throw new Error(`the GPU has no ${options.stepper}`)

  /** Values with what is prescribed at a time. */
  const prescribed = (values: Float64Array, time: number): Float64Array => {
    kernels.view(given, count).set(values)
    fields.encode(time, given, state)
    return kernels.view(state, count).slice()
  }
  let nodes = prescribed(options.initial, from)
  const span = Math.abs((times.at(-1) ?? from) - from)
  const longest = options.step ?? Math.min(span / leastSteps, stableShare * fields.stableStep(from, state).explicit)
  let time = from
  /** Saved times behind us, steps in all, and steps taken since the last saved time. */
  let [saved, steps, within] = [0, 0, 0]
  let stepper: GpuStepper | undefined
  let compute: Compute | undefined
  const first = new Float64Array(invariants.length)
  const last = new Float64Array(invariants.length)

  const row = (): Float64Array => {
    prescribed(nodes, time)
    fields.integrals(time, state, sums)
    if (observed.length > 0) observer.observe(time, nodes, numbers)
    invariants.forEach((_, k) => {
      last[k] = numbers[observed.length - invariants.length + k] ?? Number.NaN
      if (time === from)
        first[k] = observer.withoutRounding(time, nodes, observed.length - invariants.length + k, last[k])
    })
    return Float64Array.from([...kernels.view(sums, unknowns.length), ...numbers])
  }
  row()
  const frame = (): Frame => ({ time, fields: descriptions.map((description, i) => ({ ...description, values: nodes.slice(i * size, (i + 1) * size) })) }) // biome-ignore format: one record

  const open = async (): Promise<GpuStepper> => {
    const library = await load()
    const found = await findGpu(library)
    if (!found) throw new RunFailure('gpu was asked for, and this computer offers neither WebGPU nor WebGL2 to a worker. Write "backend": "wasm"') // biome-ignore format: one sentence
    const made = makeGpuStepper(library, found.mode, problem, fields.order === 4 ? 4 : 2, method)
    compute = { executor: found.mode, precision: 'f32', threads: 1, build: 'gpu.js', ...(found.fallback ? { fallback: found.fallback } : {}) } // biome-ignore format: one record
    return made
  }

  return {
    scalars,
    fields: options.saveFrames ? descriptions : [],
    advance() {
      throw new RunFailure('fits, curves and points of a sweep are computed at once, which the GPU cannot do; it serves runs. Write "backend": "wasm"') // biome-ignore format: one sentence
    },
    async advanceLater(milliseconds, clock) {
      const started = clock()
      const rows: number[] = []
      const ended: number[] = []
      const frames: Frame[] = []
      while (saved < times.length && (ended.length === 0 || clock() - started < milliseconds)) {
        const target = times[saved] ?? time
        const before = saved > 0 ? (times[saved - 1] ?? from) : from
        const needed = target === before ? 0 : Math.ceil(Math.abs(target - before) / longest - 1e-9)
        if (within < needed) {
          stepper ??= await open()
          const length = (target - before) / needed
          const share = Math.min(mostSteps, 2 ** Math.floor(Math.log2(needed - within)))
          const values = await stepper.advance(nodes, time, length, share)
          within += share
          steps += share
          time = within === needed ? target : before + within * length
          const ran = stepper.execution()
          if (ran && compute) compute = { ...compute, build: `gpu.js ${ran.executor}` }
          const bad = values.findIndex((value) => !Number.isFinite(value))
          nodes = prescribed(values, time)
          if (bad >= 0 && !nodes.every(Number.isFinite)) throw new RunFailure(`${unknowns[Math.floor(bad / size)]} is not a finite number at t = ${time}, with steps of ${length.toPrecision(3)} in single precision. Take a shorter step, or "backend": "wasm"`) // biome-ignore format: one sentence
          if (within < needed) {
            if (clock() - started >= milliseconds) break
            continue
          }
        }
        saved++
        within = 0
        rows.push(...row())
        ended.push(target)
        if (frameTimes.has(target)) frames.push(frame())
      }
      const done = saved >= times.length
      if (done) await stepper?.destroy()
      return {
        time,
        done,
        ...(ended.length > 0 ? { samples: { times: Float64Array.from(ended), values: Float64Array.from(rows) } } : {}),
        ...(frames.length > 0 ? { frames } : {}),
      }
    },
    checkpoint: () => ({ arrays: { nodes: nodes.slice(), first: first.slice() }, numbers: { time, saved, steps, within } }), // biome-ignore format: one record
    restore(checkpoint) {
      nodes = checkpoint.arrays.nodes?.slice() ?? nodes
      first.set(checkpoint.arrays.first ?? [])
      time = checkpoint.numbers.time ?? time
      saved = checkpoint.numbers.saved ?? 0
      steps = checkpoint.numbers.steps ?? 0
      within = checkpoint.numbers.within ?? 0
    },
    report: () => ({
      steps,
      rejected: 0,
      evaluations: steps * method.stages.length,
      invariants: Object.fromEntries(invariants.map((name, k) => [name, invariantOf(first[k] ?? 0, last[k] ?? 0)])),
      metrics: {},
      errors: {},
      ...(compute ? { compute } : {}),
      notes: [...fields.notes, `steps of ${Number(longest.toPrecision(4))} in time at most, in single precision`],
    }),
  }
}
