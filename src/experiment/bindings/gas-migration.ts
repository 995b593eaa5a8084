import { makeGasMigrationModel } from '../../pde/gas-migration/model.ts'
import { makeCapillaryMigration } from '../../solvers/discretisations/capillary-migration.ts'
import type { Binding } from './binding.ts'

const migration: Binding = {
  problem: 'gas-migration',
  method: 'migration',
  prepare({ values, options, times }) {
    const model = makeGasMigrationModel(values)
    const { rtol } = options
    return {
      stepper: 'tsit5',
      memoryBytes: 16 * times.length * (model.components.length + 1),
      why: [
        'the oven is programmed, so retention changes on the way: place and width of each band are followed in time',
        'Tsit5 with error control, stopping where the programme turns',
      ],
      makeSimulation: () => makeCapillaryMigration(model, typeof rtol === 'number' ? { rtol } : {}, times),
    }
  },
}

export const gasMigrationBindings: readonly Binding[] = [migration]
