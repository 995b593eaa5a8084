import { compositionStepper } from './composition.ts'

/** The Störmer–Verlet (leapfrog) method. */
export const verlet = compositionStepper(
  {
    id: 'verlet',
    title: 'Störmer–Verlet, symplectic of order 2, fixed step',
    order: 2,
    help: 'For mechanical systems over long times: the energy error stays bounded. One force a step; needs forces that depend on positions alone.',
    reference: 'E. Hairer, Ch. Lubich, G. Wanner, Acta Numer. 12 (2003) 399',
  },
  [1],
)
