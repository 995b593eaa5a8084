import type { Stepper } from '../stepper.ts'
import { backwardDifferences, makeImexMultistep, refuseUnsplit } from './imex-multistep.ts'

/** Backward differences on the stiff part, extrapolation of the rest. */
export const sbdf2: Stepper = {
  id: 'sbdf2',
  title: 'SBDF2, semi-implicit backward differences of order 2',
  order: 2,
  kind: 'additive',
  isAdaptive: false,
  isStiff: true,
  takesMass: false,
  help: 'Fixed steps; one evaluation of the non-stiff part and one linear solve each. Damps stiff modes strongly: diffusion with reaction, with steps that only the reaction limits.',
  reference: 'U. M. Ascher, S. J. Ruuth and B. T. R. Wetton, SIAM J. Numer. Anal. 32 (1995) 797',
  refuse: refuseUnsplit,
  make: (system) => makeImexMultistep(backwardDifferences, system),
}
