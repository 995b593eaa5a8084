import { gasColumn } from './gas-column/problem.ts'
import { gasMigration } from './gas-migration/problem.ts'
import { nBody } from './n-body/problem.ts'
import type { Problem } from './problem.ts'
import { typedOde } from './typed-ode/problem.ts'
import { typedPde } from './typed-pde/problem.ts'

/** Every problem Isoline knows, in the order of the gallery. */
export const problems: readonly Problem[] = [gasColumn, gasMigration, typedOde, typedPde, nBody]

/** The problem of this id. */
export function findProblem(id: string): Problem | undefined {
  return problems.find((problem) => problem.id === id)
}
