import { type InputError, InvalidInput, invalid } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import { resolveNumber } from '../../pde/number.ts'
import { describeStepper, odeStepperDescriptions } from '../../solvers/stepper-descriptions.ts'
import type { SystemFacts } from '../../solvers/system-facts.ts'
import { formatPath } from '../path.ts'
import type { BindingRequest } from './binding.ts'

/** What `method` says of the integration in time, resolved. */
export interface Stepped {
  /** An id of the catalogue, `auto` included. */
  readonly stepper: string
  readonly rtol: number
  /** In the order of the unknowns, where one differs. */
  readonly atol: number | Float64Array
  /** Fixed step, or the longest one of methods with error control. */
  readonly step?: number
  /** Places of the unknowns. */
  readonly nonNegative?: readonly number[]
}

/** Without `atol`: a thousandth of the relative tolerance, so that values of order 1 and their passages through 0 are both followed. */
const absolutePart = 1e-3

/** Of a method without error control; more take hours. */
const mostFixedSteps = 1e9

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function unknownAt(name: string, unknowns: readonly string[], path: string, errors: InputError[]): number {
  const index = unknowns.indexOf(name)
  if (index < 0) errors.push({ path, message: `there is no unknown "${name}"${suggestName(name, unknowns)}` })
  return index
}

/**
 * Stepper, tolerances, step and the unknowns that stay above zero, from `method`.
 * @throws InvalidInput
 */
export function readStepped(
  {
    method,
    options,
    from,
    to,
  }: Pick<BindingRequest, 'method' | 'options'> & Partial<Pick<BindingRequest, 'from' | 'to'>>,
  unknowns: readonly string[],
): Stepped {
  const errors: InputError[] = []
  const stepper = String(method.stepper ?? 'auto')
  const known = ['auto', ...odeStepperDescriptions.map(({ id }) => id).filter((id) => id !== 'auto')]
  if (!known.includes(stepper))
    errors.push({ path: 'method.stepper', message: `there is no stepper "${stepper}"${suggestName(stepper, known)}` })
  const rtol = typeof options.rtol === 'number' ? options.rtol : 1e-6
  let atol: number | Float64Array = rtol * absolutePart
  if (isObject(method.atol)) {
    const each = new Float64Array(unknowns.length).fill(rtol * absolutePart)
    for (const [name, text] of Object.entries(method.atol)) {
      const path = formatPath(['method', 'atol', name])
      const index = unknownAt(name, unknowns, path, errors)
      const value = resolveNumber(text, '1', path, errors)
      if (value <= 0) errors.push({ path, message: `must be above 0; here it is ${value}` })
      if (index >= 0) each[index] = value
    }
    atol = each
  } else if (typeof options.atol === 'number') atol = options.atol
  const { nonNegative } = method
  const places = Array.isArray(nonNegative)
    ? nonNegative.map((name, i) => unknownAt(String(name), unknowns, `method.nonNegative.${i}`, errors))
    : nonNegative === true
      ? unknowns.map((_, i) => i)
      : undefined
  const entry = describeStepper(stepper)
  const step = typeof options.step === 'number' ? options.step : undefined
  if (entry && stepper !== 'auto' && !entry.isAdaptive && step === undefined)
    errors.push({ path: 'method.step', message: `is missing: ${stepper} has no error control and needs a fixed step, like 0.01` }) // biome-ignore format: one sentence
  const count = step === undefined || from === undefined || to === undefined ? 0 : Math.abs(to - from) / step
  if (entry && stepper !== 'auto' && !entry.isAdaptive && count > mostFixedSteps)
    errors.push({ path: 'method.step', message: `${step} would make ${count.toPrecision(2)} steps; ${mostFixedSteps.toPrecision(1)} are allowed: make the step longer or the run shorter` }) // biome-ignore format: one sentence
  if (errors.length > 0) throw new InvalidInput(errors)
  return {
    stepper,
    rtol,
    atol,
    ...(step === undefined ? {} : { step }),
    ...(places === undefined ? {} : { nonNegative: places }),
  }
}

/**
 * Refuses a named stepper that cannot serve this system, with its reason.
 * @throws InvalidInput
 */
export function checkStepper(stepper: string, system: SystemFacts): void {
  const reason = describeStepper(stepper)?.refuse(system)
  if (reason !== undefined)
    throw invalid(
      'method.stepper',
      `"${stepper}" cannot serve: ${reason}. Write "auto" or another of \`list steppers\``,
    )
}

/** What was chosen, in words. */
export function steppedWhy(
  { stepper, rtol, atol, step, nonNegative }: Stepped,
  unknowns: readonly string[],
): readonly string[] {
  const entry = describeStepper(stepper)
  const isFixed = entry !== undefined && stepper !== 'auto' && !entry.isAdaptive
  const absolute = typeof atol === 'number' ? `absolute ${atol.toPrecision(2)}` : 'an absolute one for each unknown'
  return [
    isFixed
      ? `a fixed step of ${step}: no error control`
      : `tolerance a step: relative ${rtol}, ${absolute}${step === undefined ? '' : `; no step longer than ${step}`}`,
    ...(nonNegative ? [`kept from falling below zero: ${nonNegative.map((i) => unknowns[i]).join(', ')}`] : []),
  ]
}
