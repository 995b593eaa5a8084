import type { Stepper } from '../stepper.ts'
import { crankNicolson, makeImexMultistep, refuseUnsplit } from './imex-multistep.ts'

/** Crank–Nicolson on the stiff part, Adams–Bashforth 2 on the rest. */
export const cnab2: Stepper = {
  id: 'cnab2',
  title: 'CNAB2, Crank–Nicolson and Adams–Bashforth of order 2',
  order: 2,
  kind: 'additive',
  isAdaptive: false,
  isStiff: true,
  takesMass: false,
  help: 'Fixed steps; one evaluation of the non-stiff part and one linear solve each. For waves with weak damping; very stiff modes ring instead of dying out: then SBDF2.',
  reference: 'U. M. Ascher, S. J. Ruuth and B. T. R. Wetton, SIAM J. Numer. Anal. 32 (1995) 797',
  refuse: refuseUnsplit,
  make: (system) => makeImexMultistep(crankNicolson, system),
}
