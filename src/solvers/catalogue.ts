import type { Stepper } from './stepper.ts'
import { auto } from './steppers/auto.ts'
import { bdf } from './steppers/bdf.ts'
import { cnab2 } from './steppers/cnab2.ts'
import { dop853 } from './steppers/dop853.ts'
import { controlledEtdrk4, etdrk4 } from './steppers/etdrk4.ts'
import { eulerMaruyama } from './steppers/euler-maruyama.ts'
import { kencarp4Stepper } from './steppers/kencarp4-stepper.ts'
import { radau5 } from './steppers/radau5.ts'
import { rk4 } from './steppers/rk4.ts'
import { rkc2 } from './steppers/rkc2.ts'
import { rodas5p } from './steppers/rodas5p.ts'
import { sbdf2 } from './steppers/sbdf2.ts'
import { ssprk33 } from './steppers/ssprk33.ts'
import { taylor } from './steppers/taylor.ts'
import { tsit5 } from './steppers/tsit5.ts'
import { verlet } from './steppers/verlet.ts'
import { yoshida4 } from './steppers/yoshida4.ts'

/** Integrators of ordinary differential equations, in the order of a list for people. */
export const odeSteppers: readonly Stepper[] = [
  auto,
  tsit5,
  dop853,
  rk4,
  ssprk33,
  rkc2,
  radau5,
  rodas5p,
  bdf,
  kencarp4Stepper,
  cnab2,
  sbdf2,
  etdrk4,
  eulerMaruyama,
  verlet,
  yoshida4,
  taylor,
]

/** The integrator of that id; without a step of the user's its form with error control, where it has one. */
export function findStepper(id: string, hasStep = true): Stepper | undefined {
  if (id === etdrk4.id && !hasStep) return controlledEtdrk4
  return odeSteppers.find((stepper) => stepper.id === id)
}
