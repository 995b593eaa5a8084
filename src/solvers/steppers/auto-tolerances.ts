import type { Tolerances } from '../stepper.ts'
import { radau5 } from './radau5.ts'
import { rodas5p } from './rodas5p.ts'

/**
 * The methods work at this part of the tolerance, which costs a tenth of the time: errors of the steps add up, and a result should not
 * be further off than another program's at the same tolerance.
 */
const SHARE = 0.1
/** The same of `rodas5p`; from `COARSE` on more, for errors are then far below the tolerance as it is. */
const STIFF_SHARE = 0.02
const COARSE = 4e-3
/** The part that the estimate of `radau5` is held below. */
const ESTIMATE_SHARE = 0.13

const withShare = ({ rtol, atol }: Tolerances, share: number): Tolerances => ({
  rtol: share * rtol,
  atol: typeof atol === 'number' ? share * atol : atol.map((value) => share * value),
})

/** The tolerances of an explicit method and of those that are not named below. */
export function tightened(asked: Tolerances): Tolerances {
  // Near the rounding nothing is gained.
  return asked.rtol > 0 && asked.rtol < 1e-13 ? asked : withShare(asked, SHARE)
}

/**
 * The tolerances of a stiff method. On solutions without sharp rises its error is about the tolerance, where that of a program that
 * asks the tolerance of a low-order estimate (SciPy's Radau) is far below: so much is made good.
 */
export function tightenedForStiff(id: string, asked: Tolerances): Tolerances {
  if (id === rodas5p.id) return withShare(asked, STIFF_SHARE * (1 + asked.rtol / COARSE))
  if (id !== radau5.id || asked.rtol <= 0) return tightened(asked)
  // `radau5` takes 0.1·rtol^(2/3) for its estimate, of order 3. Here that is to be about the tolerance itself; from 1e-9 down less is made
  // good, for rounding comes near.
  const estimate = ESTIMATE_SHARE * Math.max(asked.rtol, 1e-6 * Math.cbrt(asked.rtol))
  return withShare(asked, (10 * estimate) ** 1.5 / asked.rtol)
}
