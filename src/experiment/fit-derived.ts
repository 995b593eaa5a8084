import type { FitSpace } from './fit-space.ts'
import { formatPath } from './path.ts'

/** A quantity that follows from fitted ones: ln value = row·θ (+ constants). */
export interface DerivedQuantity {
  readonly path: string
  readonly value: number
  readonly row: Float64Array
  readonly unit: string
}

const units: Readonly<Record<string, string>> = { ka: '1/s', kd: '1/s', K: '1' }

/** The third of ka, kd and K of each component whose other two are both fitted. */
export function derivedRates(space: FitSpace, values: ArrayLike<number>): readonly DerivedQuantity[] {
  const derived: DerivedQuantity[] = []
  const { variables, rows } = space
  variables.forEach((a, i) => {
    variables.forEach((b, j) => {
      if (i >= j || a.component === undefined || a.component !== b.component || a.dataset !== b.dataset) return
      if (!a.isLog || !b.isLog) return
      const [first, second] = a.name < b.name ? [i, j] : [j, i]
      const [va, vb] = [values[first] ?? 0, values[second] ?? 0]
      const [ra, rb] = [rows[first], rows[second]]
      if (!ra || !rb) return
      const combine = (p: number, q: number) => ra.map((value, k) => p * value + q * (rb[k] ?? 0))
      const pair = `${variables[first]?.name} ${variables[second]?.name}`
      const add = (name: string, value: number, row: Float64Array) =>
        derived.push({ path: replaceLeaf(a.path, a.target, name), value, row, unit: units[name] ?? '1' })
      // Upper case sorts first: "K ka", "K kd", "ka kd".
      if (pair === 'ka kd') add('K', va / vb, combine(1, -1))
      else if (pair === 'K kd') add('ka', va * vb, combine(1, 1))
      else if (pair === 'K ka') add('kd', vb / va, combine(-1, 1))
    })
  })
  return derived
}

function replaceLeaf(path: string, target: readonly string[], name: string): string {
  const leaf = formatPath([...target.slice(0, -1), name])
  return path === formatPath(target) ? leaf : path.replace(JSON.stringify(formatPath(target)), JSON.stringify(leaf))
}
