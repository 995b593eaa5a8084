import type { Stepper, Tolerances } from '../stepper.ts'
import type { System } from '../system.ts'
import { bdf } from './bdf.ts'
import { radau5 } from './radau5.ts'
import { rkc2 } from './rkc2.ts'
import { rodas5p } from './rodas5p.ts'

/** Systems up to this size are small: a dense factorisation costs little beside the rates. */
const SMALL = 80
/** From here on a factorisation of wide bands costs more than many evaluations of the rates. */
const LARGE = 1000
/** Above, a method that does not iterate is the quickest to an error on the stiff test set: bench/ode.mjs. */
const LOOSE = 3e-7

/** The widest distance of an entry from the diagonal; the size where the structure is not known. */
function bandwidthOf({ jacobian, size }: System): number {
  if (!jacobian) return size
  const { rowStarts, columns } = jacobian.pattern
  let width = 0
  for (let row = 0; row < size; row++) {
    for (let place = rowStarts[row]; place < rowStarts[row + 1]; place++)
      width = Math.max(width, Math.abs(columns[place] - row))
  }
  return width
}

/** A stiff method and why it. */
export interface StiffChoice {
  readonly stepper: Stepper
  readonly reason: string
}

const loose: StiffChoice = {
  stepper: rodas5p,
  reason: 'few unknowns and no very tight tolerance, linear solves without iteration',
}
const small: StiffChoice = { stepper: radau5, reason: 'few unknowns, order 5 and the most dependable' }
const banded: StiffChoice = { stepper: radau5, reason: 'unknowns in a narrow band, order 5 at a tight tolerance' }
const diffusive: StiffChoice = {
  stepper: rkc2,
  reason: 'many unknowns stiff by diffusion, many cheap stages instead of a linear solve',
}
const large: StiffChoice = { stepper: bdf, reason: 'many unknowns, few linear solves' }

/** All there are; a checkpoint keeps the place in this list. */
export const stiffChoices: readonly StiffChoice[] = [loose, small, banded, diffusive, large]

/**
 * The method for the stiff part of a run, with its reason.
 * @param cosine between the direction of the largest eigenvalue and its image: −1 where that is real and negative
 */
export function chooseStiffStepper(whole: System, { rtol }: Tolerances, cosine: number): StiffChoice {
  // Of repeated blocks one is factored.
  const system = whole.repeated?.system ?? whole
  // A Rosenbrock method wants an exact Jacobian.
  if (system.size <= SMALL) return rtol > LOOSE && system.jacobian ? loose : small
  const bandwidth = bandwidthOf(system)
  if (system.size >= LARGE && bandwidth > 24 && cosine < -0.9 && rtol >= 1e-5) return diffusive
  return bandwidth <= 8 && rtol < 1e-5 ? banded : large
}
