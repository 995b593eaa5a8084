import { makeKernels } from '../../kernels/kernels.ts'
import { coordinateNames } from '../../pde/n-body/names.ts'
import { numberOf } from '../../pde/values.ts'
import { type GravityModel, makeGravitySystem } from '../../solvers/discretisations/gravity.ts'
import { taylor } from '../../solvers/steppers/taylor.ts'
import type { Binding, BindingRequest, Prepared } from './binding.ts'
import { withReference } from './compared.ts'
import { type BodiesRun, makeBodiesSimulation } from './n-body-simulation.ts'
import { checkStepper, readStepped, type Stepped, steppedWhy } from './stepped.ts'

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
  const tolerance = Math.max(taylor.leastTolerance ?? 0, stepped.rtol * margin)
  return {
    stepped: { ...stepped, stepper: taylor.id, rtol: tolerance, atol: tolerance },
    why: ['taylor: few bodies, whose encounters magnify rounding; series in 31 digits keep them'],
  }
}

/** The reason why the reference cannot serve. */
const refusal = (model: GravityModel) => taylor.refuse(makeGravitySystem(makeKernels(), model))

const memoryOf = ({ model }: Pick<BodiesRun, 'model'>) => 1e6 + 8 * 2 * model.dimension * model.masses.length * 30

function prepareIntegrate(request: BindingRequest): Prepared | { readonly refused: string } {
  const run = runOf(request)
  if (!run) return { refused: 'there are no bodies' }
  const { model } = run
  const names = coordinateNames(model.dimension, model.masses.length)
  const asked = readStepped(request, names)
  const { stepped, why } = chooseStepper(asked, model.masses.length)
  checkStepper(stepped.stepper, makeGravitySystem(makeKernels(), model))
  const isCompared = request.options.compare === true
  const reason = isCompared ? refusal(model) : undefined
  if (reason !== undefined) return { refused: `nothing to compare with: ${reason}` }
  return {
    stepper: stepped.stepper,
    ...(stepped.step === undefined ? {} : { step: stepped.step }),
    memoryBytes: memoryOf(run),
    why: [
      ...why,
      ...(stepped.stepper === taylor.id ? [taylorWhy(stepped.rtol)] : steppedWhy(stepped, names)),
      ...(isCompared ? ['compared with the method reference at every saved time'] : []),
    ],
    makeSimulation() {
      const own = makeBodiesSimulation({ ...run, stepped })
      if (!isCompared) return own
      // Behind energy and angular momentum.
      const groups = [...model.masses.keys()].map((body) =>
        Array.from({ length: model.dimension }, (_, d) => 2 + body * model.dimension + d),
      )
      const reference = makeBodiesSimulation({ ...run, stepped: referenceStepped(referenceTolerance) })
      return withReference(own, reference, { name: 'position', groups }, ['step'])
    },
  }
}

const integrate: Binding = { problem: 'n-body', method: 'integrate', prepare: prepareIntegrate }

const reference: Binding = {
  problem: 'n-body',
  method: 'reference',
  prepare(request) {
    const run = runOf(request)
    if (!run) return { refused: 'there are no bodies' }
    const refused = refusal(run.model)
    if (refused !== undefined) return { refused }
    const tolerance = numberOf(request.options, 'tolerance', referenceTolerance)
    return {
      stepper: taylor.id,
      memoryBytes: memoryOf(run) + 2000 * run.model.masses.length ** 2,
      why: [
        `power series in double-double arithmetic (31 digits), error of a step ${tolerance} of the nearest distance`,
      ],
      makeSimulation: () => makeBodiesSimulation({ ...run, stepped: referenceStepped(tolerance) }),
    }
  },
}

export const nBodyBindings: readonly Binding[] = [integrate, reference]
