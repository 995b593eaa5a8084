import { invalid } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { odeStepperDescriptions } from '../stepper-descriptions.ts'
import type { SpaceId } from './discretised-fields.ts'
import { type EquationFacts, fastestMode } from './equation-facts.ts'
import type { SpaceRequest } from './space-request.ts'

/** Which method in time, with which step, and why. */
export interface StepperChoice {
  /** `none`: nothing changes in time. */
  readonly stepper: string
  /** Where it has no error control and the step is known beforehand; else the longest one asked for. */
  readonly step?: number
  readonly why: readonly string[]
}

/** How far along the negative real axis and along the imaginary one a method is stable, in units of the step. */
const stability: Readonly<Record<string, { readonly real: number; readonly imaginary: number }>> = {
  rk4: { real: 2.785, imaginary: 2.828 },
  ssprk33: { real: 2.512, imaginary: 1.732 },
  tsit5: { real: 3.3, imaginary: 1 },
  dop853: { real: 6.1, imaginary: 2 },
}

/** Of a run with a step chosen beforehand. */
const leastSteps = 200
const digits = (value: number) => String(Number(value.toPrecision(3)))

/** Methods made for bodies and mechanics, or for equations of no field. */
const foreign: readonly string[] = ['verlet', 'yoshida4', 'taylor']

function checkNamed(stepper: string, facts: EquationFacts): void {
  const known = ['auto', ...odeStepperDescriptions.map(({ id }) => id).filter((id) => id !== 'auto')]
  const describes = odeStepperDescriptions.find(({ id }) => id === stepper)
  const say = (reason: string) => invalid('method.stepper', `"${stepper}" cannot serve: ${reason}. Write "auto" or another of \`list steppers\``)
  if (!describes) throw invalid('method.stepper', `there is no stepper "${stepper}"${suggestName(stepper, known)}`)
  if (facts.isTimeless) throw say('nothing changes in time here; the equations are solved once')
  if (facts.hasNoise && stepper !== 'euler-maruyama') throw say('it is for smooth paths, and the equations have white noise, for which there is euler-maruyama')
  if (!facts.hasNoise && stepper === 'euler-maruyama') throw say('it is for equations with white noise, and these have none')
  if (foreign.includes(stepper)) throw say('it is for the motion of bodies')
} // biome-ignore format: sentences

/** Which method suits; the reason is a sentence. */
function suited(space: SpaceId, facts: EquationFacts, request: SpaceRequest, speed: number): { readonly stepper: string; readonly reason: string } {
  const { span, domain } = request
  if (facts.hasNoise) return { stepper: 'euler-maruyama', reason: 'white noise: the path is rough, and a smooth method would gain nothing' }
  const stiffness = speed * span
  // In Fourier, cosine and sine coefficients the linear part is a small matrix a wave number, constraints are solved on the way.
  const isSeries = space === 'fourier' || space === 'cosine' || space === 'sine'
  const isQuasilinear = facts.restOrder >= 2 && facts.restOrder >= facts.linearOrder
  if (space === 'chebyshev' && !isQuasilinear)
    return { stepper: 'radau5', reason: 'Chebyshev points lie close together at the ends, which is stiff: solved for at every step' }
  if (isSeries && stiffness > 200 && !isQuasilinear)
    return { stepper: 'etdrk4', reason: 'the linear part is solved exactly in every wave number, the rest with order 4 and control of the error' }
  if (space === 'finite-volume') return facts.linearOrder >= 2 && stiffness > 2e4 ? { stepper: 'kencarp4', reason: 'fluxes explicit, diffusion implicit' } : { stepper: 'ssprk33', reason: 'a step of it creates no overshoots that an Euler step would not' }
  if (facts.hasAlgebraic && !isSeries) return { stepper: domain.axes.length === 1 ? 'radau5' : 'kencarp4', reason: 'constraints are solved with every step' }
  if (isQuasilinear) {
    if (domain.axes.length === 1 && !isSeries) return { stepper: 'bdf', reason: 'the highest derivatives stand in nonlinear terms, which are stiff: solved for at every step' }
    return facts.restOrder === 2 || isSeries ? { stepper: 'rkc2', reason: 'nonlinear diffusion is stiff: many cheap stages instead of a solution of a nonlinear system' } : { stepper: 'bdf', reason: 'the highest derivatives stand in nonlinear terms, which are stiff: solved for at every step' }
  }
  if (facts.linearOrder >= 2 && stiffness > 2000 && !(facts.isSecondOrder && facts.linearOrder === 2))
    return { stepper: 'kencarp4', reason: 'the linear part is stiff and is treated implicitly, the rest explicitly, with control of the error' }
  return { stepper: request.rtol < 1e-7 ? 'dop853' : 'tsit5', reason: facts.isSecondOrder ? 'waves are not stiff: explicit, with control of the error' : 'explicit, with control of the error: the equations are not stiff on this grid' }
} // biome-ignore format: sentences

/** A sentence where the step is above what the linear part allows. */
function unstableWarning(
  stepper: string,
  step: number | undefined,
  speed: number,
  facts: EquationFacts,
): readonly string[] {
  const bound = stability[stepper]
  if (!bound || step === undefined || speed === 0) return []
  const isOscillating = facts.linearOrder % 2 === 1
  const most = (isOscillating ? bound.imaginary : bound.real) / speed
  if (step <= most) return []
  return [`Warning: the step ${digits(step)} is above ${digits(most)}, what the fastest mode of this grid allows ${stepper}; it will most likely blow up. Take a step of ${digits(0.8 * most)} at most, or kencarp4, sbdf2 or etdrk4, which treat that mode implicitly`] // biome-ignore format: one sentence
}

/** Decides the stepper. @throws InvalidInput where a named one cannot serve */
export function chooseFieldStepper(space: SpaceId, facts: EquationFacts, request: SpaceRequest): StepperChoice {
  const { split, equations, parameters, domain, stepper: asked, step, span } = request
  const isNamed = asked !== 'auto'
  if (request.isAtRest) {
    if (isNamed) throw invalid('method.stepper', `"${asked}" cannot serve: this study asks for rest, not for time. Remove the field`)
    return { stepper: 'newton', why: [] }
  }
  if (isNamed) checkNamed(asked, facts)
  if (facts.isTimeless) return { stepper: 'none', why: ['nothing changes in time: the equations are solved once'] }
  const values = new Map(equations.parameters.map((name, i) => [name, parameters[i] ?? Number.NaN]))
  const isSpectral = space !== 'finite-difference' && space !== 'finite-volume'
  const speed = fastestMode(split, values, domain, isSpectral)
  const { stepper, reason } = isNamed ? { stepper: asked, reason: 'it was asked for' } : suited(space, facts, request, speed)
  const why = [`${stepper}: ${reason}`]
  // Without a step of the user's etdrk4 chooses its own by its error.
  const isAdaptive = stepper === 'etdrk4' ? step === undefined : (odeStepperDescriptions.find(({ id }) => id === stepper)?.isAdaptive ?? false)
  if (isAdaptive || step !== undefined)
    return { stepper, ...(step === undefined ? {} : { step }), why: [...why, ...unstableWarning(stepper, isAdaptive ? undefined : step, speed, facts)] }
  if (space === 'finite-volume' && stepper === 'ssprk33')
    return { stepper, why: [...why, 'no step was given: while it runs each is as long as the fastest wave and diffusion allow'] }
  // Known beforehand: what the linear part allows. The rest is looked at when the run begins.
  const bound = stability[stepper]
  const linear = bound && speed > 0 ? (0.8 * Math.min(bound.real, bound.imaginary)) / speed : Number.POSITIVE_INFINITY
  return { stepper, step: Math.min(span / leastSteps, linear), why: [...why, 'no step was given: it is taken from what is stable, at least 200 for the run'] }
} // biome-ignore format: sentences
