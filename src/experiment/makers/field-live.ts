import { domainSize } from '../../core/domain.ts'
import { InvalidInput, invalid } from '../../core/errors.ts'
import { namesIn } from '../../expression/names.ts'
import type { TypedFields } from '../../pde/problem.ts'
import { initialNodes } from '../../pde/typed-pde/initial-nodes.ts'
import { paintNodes } from '../../solvers/fields/brush.ts'
import {
  type LiveMoment,
  type LiveNumbers,
  type LiveSession,
  makeLiveSession,
} from '../../solvers/fields/live-session.ts'
import { makeDiscretisedFields } from '../../solvers/fields/make-fields.ts'
import type { BindingRequest } from '../bindings/binding.ts'
import { computeOf } from '../bindings/compute.ts'
import { type FieldMethod, readFieldMethod } from '../bindings/field-method.ts'
import type { Experiment } from '../experiment.ts'
import type { Inputs } from '../inputs.ts'
import type { LiveChange, LiveOpened } from '../live-fields.ts'
import { plan } from '../plan.ts'
import { fieldProblemOf, simulationOf } from './field-run.ts'
import { type EmptyKernels, giveBackKernels, takeKernels } from './idle-kernels.ts'

/** A typed problem that lives: what a worker steps and a hand changes. */
export interface LiveFields {
  opened(): LiveOpened
  /** Nothing changes in time: there is one moment, and a change gives another. */
  readonly isTimeless: boolean
  time(): number
  steps(): number
  step(): number
  advance: LiveSession['advance']
  takeStep(): void
  /** @throws InvalidInput, RunFailure; what was there before stays */
  change(change: LiveChange): void
  moment(): LiveMoment
  numbers(): LiveNumbers
  /** The last call: its memory goes to whoever comes next. */
  close(): void
}

/** What is stepped; of what does not change in time a solution stands in its place. */
type Stepped = Pick<LiveSession, 'fields' | 'scalars' | 'time' | 'steps' | 'step' | 'advance' | 'takeStep' | 'moment' | 'numbers' | 'nodes'> & Partial<Pick<LiveSession, 'setNodes' | 'setParameters'>> // biome-ignore format: one type

/** Whether a parameter is in what is made once: the factor of the noise, the edge of a region. */
function isBuiltIn({ equations }: TypedFields): boolean {
  const made = [...equations.noise, equations.levelSet].flatMap((each) => (each ? [...namesIn(each)] : []))
  return made.some((name) => equations.parameters.includes(name))
}

function solveOnce(fields: TypedFields, method: FieldMethod, request: BindingRequest): Stepped {
  const simulation = simulationOf(fields, method, request, true)
  const { samples, frames } = simulation.advance(1e9, () => 0)
  const list = frames?.[0]?.fields ?? []
  const values = list.map((field) => Float32Array.from(field.values))
  const finite = list.map((field) => field.values.filter(Number.isFinite))
  const extremes = Float32Array.from(finite.flatMap((one) => [one.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY), one.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)])) // biome-ignore format: one list
  return {
    fields: simulation.fields,
    scalars: simulation.scalars,
    time: () => request.from,
    steps: () => simulation.report().steps,
    step: () => 0,
    advance: () => {},
    takeStep: () => {},
    moment: () => ({ values: values.map((own) => own.slice()), extremes }),
    numbers: () => ({ scalars: samples?.values.slice() ?? new Float64Array(), drifts: new Float64Array() }),
    nodes: () => Float64Array.from(list.flatMap((field) => [...field.values])),
  }
}

/**
 * Makes a living solution of an experiment.
 * @throws InvalidInput naming every field that is wrong; RunFailure where it cannot begin
 */
export function makeLiveFields(experiment: Experiment, inputs: Inputs): LiveFields {
  const planned = plan(experiment, inputs)
  const { request, why } = planned
  const typed = request.values.fields
  if (!typed) throw new InvalidInput([{ path: 'problem', message: 'has no fields that could be followed' }])
  let fields = typed
  let { seed } = request
  let method = readFieldMethod(fields, request)

  let own: EmptyKernels | undefined
  const make = (nodes: Float64Array | undefined, time: number): Stepped => {
    const { choice, backend, rtol, atol } = method
    if (backend === 'gpu') throw invalid('method.backend', '"gpu" serves runs; a solution that is followed live steps on "wasm" in this version. Write "auto" or "wasm"') // biome-ignore format: one sentence
    const now = { ...request, seed }
    if (choice.stepper === 'none') return solveOnce(fields, method, now)
    const problem = fieldProblemOf(fields, seed)
    // What was there before stays if this fails, so it works in another memory.
    const taken = takeKernels()
    try {
      const made = makeLiveSession({
        problem,
        fields: makeDiscretisedFields(choice.space, backend)(taken.kernels, problem, choice.options),
        units: fields.units,
        invariants: fields.invariants,
        nodes: nodes ?? initialNodes(fields, seed),
        time,
        stepper: choice.stepper,
        rtol,
        atol,
        ...(choice.step === undefined ? {} : { step: choice.step }),
        span: Math.abs(request.to - request.from) || 1,
      })
      if (own) giveBackKernels(own)
      own = taken
      return made
    } catch (error) {
      giveBackKernels(taken)
      throw error
    }
  }
  let stepped = make(undefined, request.from)

  const setParameters = (values: Readonly<Record<string, number>>): void => {
    const before = { fields, method }
    const parameters = fields.parameters.map((value, i) => values[fields.equations.parameters[i] ?? ''] ?? value)
    fields = { ...fields, parameters }
    try {
      method = readFieldMethod(fields, request)
      const of = ({ choice }: FieldMethod) =>
        JSON.stringify([choice.space, choice.options, choice.stepper, choice.step])
      if (stepped.setParameters && of(method) === of(before.method) && !isBuiltIn(fields))
        stepped.setParameters(parameters) // biome-ignore format: one thought
      else stepped = make(stepped.nodes(), stepped.time())
    } catch (error) {
      fields = before.fields
      method = before.method
      throw error
    }
  }

  return {
    get isTimeless() {
      return method.choice.stepper === 'none'
    },
    opened: () => ({
      fields: stepped.fields,
      scalars: stepped.scalars,
      invariants: fields.invariants,
      space: method.choice.space,
      stepper: method.choice.stepper,
      backend: method.backend,
      compute: computeOf(method.backend),
      why: [...new Set([...why, ...method.choice.why])],
    }),
    time: () => stepped.time(),
    steps: () => stepped.steps(),
    step: () => stepped.step(),
    advance: (until, milliseconds, clock, longest) => stepped.advance(until, milliseconds, clock, longest),
    takeStep: () => stepped.takeStep(),
    change(change) {
      if (change.kind === 'parameters') setParameters(change.values)
      else if (change.kind === 'reset') {
        const isOther = change.seed !== undefined && change.seed !== seed
        seed = change.seed ?? seed
        // Noise draws its numbers from the seed it was made with.
        if (stepped.setNodes && !(isOther && fields.equations.noise.some(Boolean)))
          stepped.setNodes(initialNodes(fields, seed), request.from) // biome-ignore format: one thought
        else stepped = make(undefined, request.from)
      } else if (stepped.setNodes) {
        const nodes = stepped.nodes()
        const size = domainSize(fields.domain)
        const place = fields.equations.unknowns.indexOf(change.stroke.field)
        if (place < 0) return
        paintNodes(nodes.subarray(place * size, (place + 1) * size), fields.domain, change.stroke)
        stepped.setNodes(nodes, stepped.time())
      }
    },
    moment: () => stepped.moment(),
    numbers: () => stepped.numbers(),
    close() {
      if (own) giveBackKernels(own)
      own = undefined
    },
  }
}
