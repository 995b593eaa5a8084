import { compositionStepper } from './composition.ts'

const outer = 1 / (2 - Math.cbrt(2))

/** Yoshida's triple jump of Verlet steps. */
export const yoshida4 = compositionStepper(
  {
    id: 'yoshida4',
    title: 'Yoshida, symplectic of order 4, fixed step',
    order: 4,
    help: 'For mechanical systems over long times where Verlet is not accurate enough. Three forces a step; needs forces that depend on positions alone.',
    reference: 'H. Yoshida, Phys. Lett. A 150 (1990) 262',
  },
  [outer, 1 - 2 * outer, outer],
)
