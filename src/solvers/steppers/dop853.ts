import type { Stepper } from '../stepper.ts'
import { dop853Method } from './dop853-coefficients.ts'
import { refuseMass } from './refuse.ts'
import { makeRungeKutta } from './runge-kutta.ts'

/** The method of choice for smooth, non-stiff systems at tight tolerances. */
export const dop853: Stepper = {
  id: 'dop853',
  title: 'DOP853, Runge–Kutta of order 8(5,3)',
  order: 8,
  kind: 'explicit',
  isAdaptive: true,
  isStiff: false,
  takesMass: false,
  help: 'For smooth systems that are not stiff, at relative tolerances below 1e-7: orbits, chaos, reference solutions.',
  reference: 'E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I, 2nd ed., II.5 and II.10',
  refuse: refuseMass,
  make: (system, tolerances) => makeRungeKutta(dop853Method, system, tolerances),
}
