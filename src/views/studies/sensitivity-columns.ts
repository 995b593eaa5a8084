import type { Quantity } from '../../core/field.ts'

/** The names of columns that are derivatives, `x.rho` of the scalar x: what the study `sensitivities` adds to those of the solution. */
export function sensitivityNames(scalars: readonly Quantity[]): readonly string[] {
  const names = new Set(scalars.map(({ name }) => name))
  return scalars.flatMap(({ name }) =>
    name.includes('.') && names.has(name.slice(0, name.indexOf('.'))) ? [name] : [],
  )
}
