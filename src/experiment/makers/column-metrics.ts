import type { Simulation } from '../../core/simulation.ts'

/** More columns than this have no metrics: a table of a sweep could not be read. */
const mostColumns = 100

/**
 * The simulation with what a sweep compares among its metrics: `final.NAME`, `minimum.NAME` and `maximum.NAME` of every column over the
 * saved times.
 */
export function withColumnMetrics(inner: Simulation): Simulation {
  const { scalars } = inner
  const width = scalars.length
  if (width > mostColumns) return inner
  const state = { final: new Float64Array(width), minimum: new Float64Array(width), maximum: new Float64Array(width) }
  const kinds = ['final', 'minimum', 'maximum'] as const
  let rows = 0
  return {
    scalars,
    fields: inner.fields,
    advance(milliseconds, clock) {
      const piece = inner.advance(milliseconds, clock)
      const count = piece.samples?.times.length ?? 0
      const values = piece.samples?.values ?? new Float64Array()
      for (let row = 0; row < count; row++) {
        for (let i = 0; i < width; i++) {
          const value = values[row * width + i] ?? Number.NaN
          state.final[i] = value
          state.minimum[i] = rows === 0 ? value : Math.min(state.minimum[i] ?? value, value)
          state.maximum[i] = rows === 0 ? value : Math.max(state.maximum[i] ?? value, value)
        }
        rows++
      }
      return piece
    },
    checkpoint() {
      const { arrays, numbers } = inner.checkpoint()
      const own = Object.fromEntries(kinds.map((kind) => [`metrics.${kind}`, state[kind].slice()]))
      return { arrays: { ...arrays, ...own }, numbers: { ...numbers, 'metrics.rows': rows } }
    },
    restore({ arrays, numbers }) {
      for (const kind of kinds) state[kind].set(arrays[`metrics.${kind}`] ?? new Float64Array())
      rows = numbers['metrics.rows'] ?? 0
      const rest = <T>(all: Readonly<Record<string, T>>) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('metrics.')))
      inner.restore({ arrays: rest(arrays), numbers: rest(numbers) })
    },
    report() {
      const report = inner.report()
      const own = kinds.flatMap((kind) =>
        scalars.map(({ name }, i) => [`${kind}.${name}`, state[kind][i] ?? Number.NaN] as const),
      )
      return { ...report, metrics: rows === 0 ? report.metrics : { ...report.metrics, ...Object.fromEntries(own) } }
    },
  }
}
