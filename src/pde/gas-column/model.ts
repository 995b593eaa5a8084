import type { ParameterValues, ProblemValues } from '../problem.ts'
import { isGiven, numberOf, switchOf, textOf } from '../values.ts'

/** One analyte, everything derived: SI units. */
export interface GasComponent {
  readonly name: string
  /** Adsorption rate constant, 1/s. */
  readonly ka: number
  /** Desorption rate constant, 1/s. */
  readonly kd: number
  /** Distribution constant ka/kd. */
  readonly K: number
  /** Height of the rectangular injection in the gas at the inlet, mol/m³. */
  readonly concentration: number
  /** Diffusion coefficient at the inlet, m²/s; along the column it is proportional to 1/p. */
  readonly dispersion: number
  /** Capacity of the film, mol/m³; absent: linear isotherm. */
  readonly capacity?: number
}

/** The gas column as plain numbers: what the exact and the numerical solution are both computed from. SI units. */
export interface GasColumnModel {
  readonly length: number
  readonly radius: number
  readonly film: number
  /** u at the inlet, m/s. */
  readonly inletVelocity: number
  /** p̂_L = outlet over inlet pressure; 1 where the velocity is taken as constant. */
  readonly pressureRatio: number
  readonly variableVelocity: boolean
  /** ω(L) = ∫ dx/û, m: the length a gas of the inlet velocity would take as long for. */
  readonly omega: number
  /** H = ω/u0, s: the time an unretained gas takes. */
  readonly holdUp: number
  /** α = 2 film/radius. */
  readonly phaseRatio: number
  /** t1, s. */
  readonly injection: number
  /** Time constant of an injector that empties exponentially, s; 0: rectangle. */
  readonly injectorTime: number
  /** All components compete for the film (Langmuir): no exact solution. */
  readonly competitive: boolean
  readonly components: readonly GasComponent[]
}

/** ka, kd and K from the two of them that are given. */
export function ratesOf(component: ParameterValues): { readonly ka: number; readonly kd: number; readonly K: number } {
  if (!isGiven(component, 'K')) {
    const [ka, kd] = [numberOf(component, 'ka'), numberOf(component, 'kd')]
    return { ka, kd, K: ka / kd }
  }
  const K = numberOf(component, 'K')
  if (isGiven(component, 'kd')) {
    const kd = numberOf(component, 'kd')
    return { ka: K * kd, kd, K }
  }
  const ka = numberOf(component, 'ka')
  return { ka, kd: ka / K, K }
}

/** u0 (m/s) from the velocity or the volume flow at the inlet, whichever is given. */
export function inletVelocityOf(parameters: ParameterValues): number {
  if (isGiven(parameters, 'inletVelocity')) return numberOf(parameters, 'inletVelocity')
  return numberOf(parameters, 'inletFlow') / (Math.PI * numberOf(parameters, 'radius') ** 2)
}

/** The model of a checked problem section. */
export function makeGasColumnModel(values: ProblemValues): GasColumnModel {
  const { parameters } = values
  const length = numberOf(parameters, 'length')
  const radius = numberOf(parameters, 'radius')
  const film = numberOf(parameters, 'film')
  const inletVelocity = inletVelocityOf(parameters)
  const variableVelocity = switchOf(parameters, 'variableVelocity', true)
  const p = variableVelocity
    ? numberOf(parameters, 'outletPressure', 101325) / numberOf(parameters, 'inletPressure')
    : 1
  // 2L(1 − p³)/(3(1 − p²)) without its cancellation at p = 1.
  const omega = (2 * length * (1 + p + p * p)) / (3 * (1 + p))
  const components = values.components.map((component) => ({
    name: textOf(component, 'name', ''),
    ...ratesOf(component),
    concentration: numberOf(component, 'concentration'),
    dispersion: numberOf(component, 'dispersion', 0),
    ...(isGiven(component, 'capacity') ? { capacity: numberOf(component, 'capacity') } : {}),
  }))
  return {
    length,
    radius,
    film,
    inletVelocity,
    pressureRatio: p,
    variableVelocity,
    omega,
    holdUp: omega / inletVelocity,
    phaseRatio: (2 * film) / radius,
    injection: numberOf(parameters, 'injection'),
    injectorTime: numberOf(parameters, 'injectorTime', 0),
    competitive: components.some((component) => component.capacity !== undefined),
    components,
  }
}
