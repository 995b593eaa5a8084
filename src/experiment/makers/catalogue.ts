import { gasColumnMakers } from './gas-column.ts'
import { gasMigrationMakers } from './gas-migration.ts'
import type { Maker } from './maker.ts'
import { nBodyMakers } from './n-body.ts'
import { typedOdeMakers } from './typed-ode.ts'
import { typedPdeMakers } from './typed-pde.ts'

/** What computes every method that `bindings/catalogue.ts` decides for. With every solver and kernel behind it: not for the page. */
export const makers: readonly Maker[] = [
  ...gasColumnMakers,
  ...gasMigrationMakers,
  ...typedOdeMakers,
  ...typedPdeMakers,
  ...nBodyMakers,
]
