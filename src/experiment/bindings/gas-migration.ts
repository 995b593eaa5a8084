import { makeGasMigrationModel } from '../../pde/gas-migration/model.ts'
import type { Binding } from './binding.ts'

const migration: Binding = {
  problem: 'gas-migration',
  method: 'migration',
  prepare({ values, times }) {
    const model = makeGasMigrationModel(values)
    return {
      stepper: 'tsit5',
      memoryBytes: 16 * times.length * (model.components.length + 1),
      why: [
        'the oven is programmed, so retention changes on the way: place and width of each band are followed in time',
        'Tsit5 with error control, stopping where the programme turns',
      ],
    }
  },
}

export const gasMigrationBindings: readonly Binding[] = [migration]
