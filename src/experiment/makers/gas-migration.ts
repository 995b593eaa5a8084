import { makeGasMigrationModel } from '../../pde/gas-migration/model.ts'
import { makeCapillaryMigration } from '../../solvers/discretisations/capillary-migration.ts'
import type { Maker } from './maker.ts'

const migration: Maker = {
  problem: 'gas-migration',
  method: 'migration',
  make({ values, options: { rtol }, times }) {
    const model = makeGasMigrationModel(values)
    return {
      makeSimulation: () => makeCapillaryMigration(model, typeof rtol === 'number' ? { rtol } : {}, times),
    }
  },
}

export const gasMigrationMakers: readonly Maker[] = [migration]
