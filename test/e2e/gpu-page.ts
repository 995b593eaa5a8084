// Runs in the page: every case on one executor of gpu.js, step for step beside the plain TypeScript of the reference.
import { domainSize } from '../../src/core/domain.ts'
import { noInputs } from '../../src/experiment/inputs.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { run } from '../../src/experiment/run.ts'
import { planRun } from '../../src/experiment/run-plan.ts'
import { makeKernels } from '../../src/kernels/kernels.ts'
import { type GpuMode, loadGpuLibrary } from '../../src/solvers/backends/gpu/gpu-library.ts'
import { gpuMethods } from '../../src/solvers/backends/gpu/gpu-methods.ts'
import { makeGpuStepper } from '../../src/solvers/backends/gpu/gpu-stepper.ts'
import { refuseGpu } from '../../src/solvers/backends/gpu/refuse-gpu.ts'
import { makeReferenceFields } from '../../src/solvers/backends/reference/reference-fields.ts'
import { findStepper } from '../../src/solvers/catalogue.ts'
import type { FieldProblem } from '../../src/solvers/fields/discretised-fields.ts'
import { backendCases } from '../solvers/backends/cases.ts'

const steps = 4

/** What one case came to. */
export interface GpuAnswer {
  readonly name: string
  readonly executor?: string
  readonly failed?: string
  /** Largest difference from the reference, relative to the largest value; how far the steps went, by the same measure. */
  readonly apart?: number
  readonly moved?: number
}

function onReference(
  problem: FieldProblem,
  order: 2 | 4,
  stepper: string,
  given: Float64Array,
  step: number | undefined,
) {
  const kernels = makeKernels()
  const fields = makeReferenceFields(kernels, problem, { order })
  const count = given.length
  const nodes = kernels.reserve(count)
  const state = kernels.reserve(count)
  const stepping = findStepper(stepper, true)?.make(fields.system, { rtol: 1e-6, atol: 1e-9 })
  if (!stepping) throw new Error(stepper)
  kernels.view(nodes, count).set(given)
  fields.encode(0, nodes, state)
  const start = kernels.view(state, count).slice()
  const length = step ?? Math.min(0.05, 0.3 * fields.stableStep(0, state).explicit)
  kernels.view(stepping.state, count).set(start)
  stepping.start(0)
  for (let k = 0; k < steps; k++) {
    stepping.attempt(length)
    stepping.accept()
  }
  fields.decode(stepping.time, stepping.state, nodes)
  return {
    start,
    end: kernels.view(nodes, count).slice(),
    step: length,
    time: stepping.time,
    prescribe: (time: number, values: Float64Array) => {
      kernels.view(nodes, count).set(values)
      fields.encode(time, nodes, state)
      return kernels.view(state, count).slice()
    },
  }
}

async function answer(mode: GpuMode): Promise<readonly GpuAnswer[]> {
  const library = await loadGpuLibrary()
  const answers: GpuAnswer[] = []
  for (const { name, problem } of backendCases)
    for (const order of [2, 4] as const)
      for (const method of gpuMethods) {
        const label = `${name}, order ${order}, ${method.id}`
        // Each method with one order: what they have in common is made of the same parts.
        if (refuseGpu(problem) || (order === 2) !== (method.id === 'rk4')) continue
        try {
          const count = domainSize(problem.domain) * problem.equations.unknowns.length
          const given = Float64Array.from({ length: count }, (_, i) =>
            Math.fround(0.6 + 0.2 * Math.sin(0.37 * i) + 0.05 * Math.cos(i * i)),
          )
          const plain = onReference(problem, order, method.id, given, undefined)
          const stepper = makeGpuStepper(library, mode, problem, order, method)
          const raw = await stepper.advance(plain.start, 0, plain.step, steps)
          const values = plain.prescribe(plain.time, raw)
          const largest = plain.end.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
          const far = (from: Float64Array) =>
            plain.end.reduce(
              (most, value, i) => Math.max(most, Number.isFinite(from[i]) ? Math.abs(value - from[i]) : 1e9),
              0,
            ) / largest
          answers.push({
            name: label,
            executor: `${stepper.execution()?.mode} ${stepper.execution()?.executor}`,
            apart: far(values),
            moved: far(plain.start),
          })
          await stepper.destroy()
        } catch (error) {
          answers.push({ name: label, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
        }
      }
  return answers
}

/** A document run to its end on a backend, as a worker runs it: the outcome and the last frame. */
async function runOn(backend: string) {
  const plan = planRun(
    parseExperiment({
      isoline: 1,
      title: 'Gray–Scott',
      problem: {
        id: 'typed-pde',
        equations: ['u_t = Du*laplacian(u) - u*v^2 + F*(1 - u)', 'v_t = Dv*laplacian(v) + u*v^2 - (F + k)*v'],
        parameters: { Du: 2e-5, Dv: 1e-5, F: 0.037, k: 0.06 },
        domain: { x: { from: 0, to: 0.6, points: 48 }, y: { from: 0, to: 0.6, points: 48 } },
        boundary: { x: 'periodic', y: 'u = 0.9' },
        initial: { u: '1 - 0.5*exp(-((x-0.3)^2+(y-0.3)^2)/0.005)', v: '0.25*exp(-((x-0.3)^2+(y-0.3)^2)/0.005)' },
      },
      method: { space: 'finite-difference', stepper: 'rk4', step: 1, backend },
      observe: { mass: 'integral(u + v)' },
      time: { to: 40, samples: 3 },
    }),
    noInputs,
  )
  let outcome: unknown
  let values: number[] = []
  const times: number[] = []
  for await (const event of run(plan, { clock: () => performance.now(), saveFrames: true })) {
    if (event.type === 'ended') outcome = event.outcome
    if (event.type === 'samples') times.push(...event.samples.times)
    if (event.type === 'frame') values = event.frame.fields.flatMap((field) => [...field.values])
  }
  return { outcome, values, times }
}

Object.assign(window, { gpuAnswers: answer, gpuRun: runOn })
