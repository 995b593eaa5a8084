import { type InputError, InvalidInput } from '../../core/errors.ts'
import { splitFields } from '../../expression/fields/split-fields.ts'
import type { TypedFields } from '../../pde/problem.ts'
import { type FieldBackend, onBackend } from '../../solvers/fields/choose-backend.ts'
import type { SpaceChoice } from '../../solvers/fields/choose-space.ts'
import type { SpaceOptions } from '../../solvers/fields/discretised-fields.ts'
import type { BindingRequest } from './binding.ts'

/** What `method` says of fields, resolved, and what was chosen for the rest. */
export interface FieldMethod {
  readonly choice: SpaceChoice
  readonly rtol: number
  readonly atol: number
  readonly backend: FieldBackend
}

/** Without `atol`: a thousandth of the relative tolerance. */
const absolutePart = 1e-3

const dealiasings = ['two-thirds', 'half', 'none'] as const

/**
 * Reads `method` and decides what is left open; the page and the worker do it in the same way.
 * @throws InvalidInput where something named cannot serve
 */
export function readFieldMethod(fields: TypedFields, request: BindingRequest): FieldMethod {
  const { method, options, from, times } = request
  const errors: InputError[] = []
  const rtol = typeof options.rtol === 'number' ? options.rtol : 1e-5
  const atol = typeof options.atol === 'number' ? options.atol : rtol * absolutePart
  if (method.atol !== undefined && typeof options.atol !== 'number')
    errors.push({ path: 'method.atol', message: 'is one number for all unknowns of a field' })
  if (method.nonNegative !== undefined)
    errors.push({ path: 'method.nonNegative', message: 'is not available for fields; finite-volume keeps what is transported from falling below zero. Remove it' }) // biome-ignore format: one sentence
  if (errors.length > 0) throw new InvalidInput(errors)
  const dealias = dealiasings.find((id) => id === options.dealias)
  const space: SpaceOptions = {
    ...(typeof options.order === 'number' ? { order: options.order } : {}),
    ...(dealias ? { dealias } : {}),
  }
  const chosen = onBackend(String(method.backend ?? 'auto'), {
    equations: fields.equations,
    split: splitFields(fields.equations),
    parameters: fields.parameters,
    domain: fields.domain,
    hasRegion: fields.levelSet !== undefined || fields.equations.levelSet !== undefined,
    ...(fields.levelSet ? { levelSet: fields.levelSet } : {}),
    space: String(method.space ?? 'auto'),
    stepper: String(method.stepper ?? 'auto'),
    options: space,
    ...(typeof options.step === 'number' ? { step: options.step } : {}),
    rtol,
    ...(request.study.type === 'time' ? {} : { isAtRest: true }),
    span: Math.abs((times.at(-1) ?? from) - from),
  })
  return { ...chosen, rtol, atol }
}
