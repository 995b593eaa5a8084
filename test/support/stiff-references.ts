import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Values at one time, digits as text; `index`: which unknowns they are, all where absent. */
export interface Reference {
  readonly t: number
  readonly y: readonly string[]
  readonly index?: readonly number[]
}

function read<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../reference/ode', name), 'utf8'))
}

/** End values of the stiff test set, how they were computed beside them in the file. */
export const stiffReferences =
  read<Record<'vdp1000' | 'vdp1e6' | 'robertson' | 'hires' | 'orego' | 'bruss1d', { reference: readonly Reference[] }>>(
    'stiff-end-values.json',
  )

/** The Brusselator on a square: points are x, y, u, v. */
export const squareReference = read<{
  out: readonly { N: number; t: number; points: readonly (readonly (number | string)[])[] }[]
}>('brusselator-2d-32.json')
