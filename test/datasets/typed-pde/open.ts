import { readFileSync } from 'node:fs'
import { setPath } from '../../../src/experiment/path.ts'
import { type FieldRun, runFields } from '../../support/typed-pde.ts'

/** Runs a typed PDE of the gallery; `changes` are values by PATH: a coarser grid, another start with a known answer. */
export function runGallery(id: string, changes: Readonly<Record<string, unknown>> = {}): FieldRun {
  const file = new URL(`../../../datasets/experiments/typed-pde-${id}.isoline.json`, import.meta.url)
  let document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  for (const [path, value] of Object.entries(changes)) document = setPath(document, path, value)
  return runFields(document)
}

/** Coordinates along an axis of the saved fields. */
export function axisOf(run: FieldRun, name = 'x'): Float64Array {
  const axis = run.frames[0]?.fields[0]?.grid.axes.find((one) => one.name === name)
  if (!axis) throw new Error(`no axis ${name}`)
  return axis.values
}

/** Largest distance of a field over one axis from a function of it. */
export function lineError(run: FieldRun, field: string, time: number, exact: (x: number) => number): number {
  const nodes = axisOf(run)
  return run
    .field(field, time)
    .reduce((most, value, i) => Math.max(most, Math.abs(value - exact(nodes[i] ?? Number.NaN))), 0)
}
