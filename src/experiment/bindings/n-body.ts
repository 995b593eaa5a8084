import { coordinateNames } from '../../pde/n-body/names.ts'
import type { Bodies } from '../../pde/problem.ts'
import { numberOf } from '../../pde/values.ts'
import { type GravityModel, gravityFacts } from '../../solvers/discretisations/gravity-model.ts'
import { stepperDescriptions } from '../../solvers/stepper-descriptions.ts'
import type { Binding, BindingRequest } from './binding.ts'
import { checkStepper, readStepped, type Stepped, steppedWhy } from './stepped.ts'

/** What a run of bodies is made from. */
export interface BodiesRun {
  readonly model: GravityModel
  readonly bodies: Bodies
  readonly stepped: Stepped
  readonly saveSteps: boolean
  readonly from: number
  readonly times: Float64Array
}

const { taylor } = stepperDescriptions

/** Error of a step of the reference where it is only compared with. */
const referenceTolerance = 1e-30

const referenceStepped = (tolerance: number): Stepped => ({ stepper: taylor.id, rtol: tolerance, atol: tolerance })

const taylorWhy = (tolerance: number) =>
  `error of a step: ${Number(tolerance.toPrecision(3))} of the distance to the nearest body`

/** What a request asks to be run, without the method; the reason where nothing is there. */
function runOf({ values, options, from, times }: BindingRequest): Omit<BodiesRun, 'stepped'> | undefined {
  const { bodies, parameters } = values
  if (!bodies) return undefined
  const model: GravityModel = {
    dimension: bodies.dimension,
    gravity: numberOf(parameters, 'gravity', 1),
    softening: numberOf(parameters, 'softening', 0),
    masses: bodies.masses,
  }
  return { model, bodies, saveSteps: options.saveSteps === true, from, times }
}

/** Up to so many bodies `auto` takes the series: beyond, the work of its pairs outgrows what its long steps save. */
const fewBodies = 10
/** Of the relative tolerance, what `auto` allows a step of the series: encounters magnify every error. */
const margin = 1e-8

/** What `auto` takes. */
function chooseStepper(
  stepped: Stepped,
  bodies: number,
): { readonly stepped: Stepped; readonly why: readonly string[] } {
  if (stepped.stepper !== 'auto') return { stepped, why: [] }
  if (bodies > fewBodies)
    return {
      stepped: { ...stepped, stepper: 'dop853' },
      why: [`dop853: smooth forces of many bodies suit a method of high order; an encounter nearer than about 1e-5 of the system may lose digits`], // biome-ignore format: one sentence
    }
  const tolerance = Math.max(taylor.leastTolerance, stepped.rtol * margin)
  return {
    stepped: { ...stepped, stepper: taylor.id, rtol: tolerance, atol: tolerance },
    why: ['taylor: few bodies, whose encounters magnify rounding; series in 31 digits keep them'],
  }
}

/** The reason why the reference cannot serve. */
const refusal = (model: GravityModel) => taylor.refuse(gravityFacts(model))

const memoryOf = ({ model }: BodiesRun) => 1e6 + 8 * 2 * model.dimension * model.masses.length * 30

/** What the method `integrate` runs, and the reference beside it where that is asked for. */
export interface IntegrateChoice {
  readonly run: BodiesRun
  readonly why: readonly string[]
  readonly names: readonly string[]
  readonly reference?: BodiesRun
}

export function readIntegrate(request: BindingRequest): IntegrateChoice | undefined {
  const run = runOf(request)
  if (!run) return undefined
  const { dimension, masses } = run.model
  const names = coordinateNames(dimension, masses.length)
  const { stepped, why } = chooseStepper(readStepped(request, names), masses.length)
  const isCompared = request.options.compare === true
  const reference = { ...run, stepped: referenceStepped(referenceTolerance) }
  return { run: { ...run, stepped }, why, names, ...(isCompared ? { reference } : {}) }
}

/** What the method `reference` runs. */
export function readReference(request: BindingRequest): BodiesRun | undefined {
  const run = runOf(request)
  return run && { ...run, stepped: referenceStepped(numberOf(request.options, 'tolerance', referenceTolerance)) }
}

const integrate: Binding = {
  problem: 'n-body',
  method: 'integrate',
  prepare(request) {
    const choice = readIntegrate(request)
    if (!choice) return { refused: 'there are no bodies' }
    const { run, why, names, reference } = choice
    const { model, stepped } = run
    checkStepper(stepped.stepper, gravityFacts(model))
    const reason = reference && refusal(model)
    if (reason !== undefined) return { refused: `nothing to compare with: ${reason}` }
    return {
      stepper: stepped.stepper,
      ...(stepped.step === undefined ? {} : { step: stepped.step }),
      memoryBytes: memoryOf(run),
      why: [
        ...why,
        ...(stepped.stepper === taylor.id ? [taylorWhy(stepped.rtol)] : steppedWhy(stepped, names)),
        ...(reference ? ['compared with the method reference at every saved time'] : []),
      ],
    }
  },
}

const reference: Binding = {
  problem: 'n-body',
  method: 'reference',
  prepare(request) {
    const run = readReference(request)
    if (!run) return { refused: 'there are no bodies' }
    const refused = refusal(run.model)
    if (refused !== undefined) return { refused }
    return {
      stepper: taylor.id,
      memoryBytes: memoryOf(run) + 2000 * run.model.masses.length ** 2,
      why: [
        `power series in double-double arithmetic (31 digits), error of a step ${run.stepped.rtol} of the nearest distance`,
      ],
    }
  },
}

export const nBodyBindings: readonly Binding[] = [integrate, reference]
