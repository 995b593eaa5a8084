import type { Binding } from './binding.ts'
import { gasColumnBindings } from './gas-column.ts'
import { gasMigrationBindings } from './gas-migration.ts'
import { nBodyBindings } from './n-body.ts'
import { typedOdeBindings } from './typed-ode.ts'
import { typedPdeBindings } from './typed-pde.ts'

/** Every method of every problem that this version computes. */
export const bindings: readonly Binding[] = [
  ...gasColumnBindings,
  ...gasMigrationBindings,
  ...typedOdeBindings,
  ...typedPdeBindings,
  ...nBodyBindings,
]
