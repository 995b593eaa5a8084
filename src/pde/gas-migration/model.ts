import type { ProblemValues } from '../problem.ts'
import { numberOf, textOf } from '../values.ts'

/** The programmed capillary as plain numbers, SI. */
export interface GasMigrationModel {
  readonly length: number
  readonly diameter: number
  readonly film: number
  readonly carrier: 'He' | 'H2' | 'N2'
  readonly program: {
    readonly time: Float64Array
    readonly temperature: Float64Array
    readonly inletPressure: Float64Array
    readonly outletPressure: Float64Array
  }
  readonly components: readonly {
    readonly name: string
    readonly characteristicTemperature: number
    readonly characteristicParameter: number
    readonly heatCapacityChange: number
    readonly referencePhaseRatio: number
    readonly gasDiffusion: number
    readonly filmDiffusion: number
    readonly amount: number
  }[]
}

/** Fuller, Schettler and Giddings (1966) for octane to decane at 298.15 K and 101 325 Pa, rounded, m²/s. */
const usualDiffusion = { He: 2.8e-5, H2: 3.1e-5, N2: 7e-6 } as const

/** The model of a checked problem section. */
export function makeGasMigrationModel({ parameters, components, program = {} }: ProblemValues): GasMigrationModel {
  const named = textOf(parameters, 'carrier', 'He')
  const carrier = named === 'H2' || named === 'N2' ? named : 'He'
  const column = (name: string) => program[name] ?? new Float64Array()
  return {
    length: numberOf(parameters, 'length'),
    diameter: numberOf(parameters, 'diameter'),
    film: numberOf(parameters, 'film'),
    carrier,
    program: {
      time: column('time'),
      temperature: column('temperature'),
      inletPressure: column('inletPressure'),
      outletPressure: column('outletPressure'),
    },
    components: components.map((component) => {
      const gasDiffusion = numberOf(component, 'gasDiffusion', usualDiffusion[carrier])
      return {
        name: textOf(component, 'name', ''),
        characteristicTemperature: numberOf(component, 'characteristicTemperature'),
        characteristicParameter: numberOf(component, 'characteristicParameter'),
        heatCapacityChange: numberOf(component, 'heatCapacityChange'),
        referencePhaseRatio: numberOf(component, 'referencePhaseRatio', 0.001),
        gasDiffusion,
        filmDiffusion: numberOf(component, 'filmDiffusion', gasDiffusion / 1e4),
        amount: numberOf(component, 'amount', 1e-11),
      }
    }),
  }
}
