import type { Quantity } from '../../core/field.ts'
import type { Simulation } from '../../core/simulation.ts'
import type { NamedSensitivity } from '../bindings/ode-sensitivities.ts'

/** With more columns than this only the numbers of each parameter are metrics. */
const mostColumns = 100

const shown = (value: number) => String(Number(value.toPrecision(3)))

/**
 * Adds what sensitivities say in all: of each parameter p how far a relative change of it moves the quantities, s = p·(∂x/∂p)/max|x|
 * (∂x/∂p/max|x| where p is 0). Metrics `sensitivity.x.p` (root mean square over the saved times), `finalSensitivity.x.p`,
 * `sensitivity.p` (over all quantities too) and `finalSensitivity.p`; the study says which matters most.
 */
export function withSensitivityMetrics(
  inner: Simulation,
  quantities: readonly Quantity[],
  of: readonly NamedSensitivity[],
): Simulation {
  const count = quantities.length
  const width = inner.scalars.length
  const peaks = new Float64Array(count)
  const squares = new Float64Array(count * of.length)
  const last = new Float64Array(count * of.length)
  let rows = 0

  const size = (i: number) => peaks[i] || 1
  const overTime = (i: number, k: number) => {
    const at = i * of.length + k
    return ((of[k]?.scale ?? 1) * Math.sqrt((squares[at] ?? 0) / Math.max(rows, 1))) / size(i)
  }
  const atEnd = (i: number, k: number) => ((of[k]?.scale ?? 1) * (last[i * of.length + k] ?? 0)) / size(i)
  const overAll = (k: number, value: (i: number, k: number) => number) =>
    Math.sqrt(quantities.reduce((sum, _, i) => sum + value(i, k) ** 2, 0) / count)

  return {
    scalars: inner.scalars,
    fields: inner.fields,
    advance(milliseconds, clock) {
      const piece = inner.advance(milliseconds, clock)
      const values = piece.samples?.values
      if (!values) return piece
      for (let at = 0; at < values.length; at += width) {
        for (let i = 0; i < count; i++) peaks[i] = Math.max(peaks[i] ?? 0, Math.abs(values[at + i] ?? 0))
        for (let j = 0; j < squares.length; j++) {
          const value = values[at + count + j] ?? 0
          squares[j] = (squares[j] ?? 0) + value * value
          last[j] = value
        }
        rows++
      }
      return piece
    },
    checkpoint() {
      const { arrays, numbers } = inner.checkpoint()
      const own = {
        sensitivityPeaks: peaks.slice(),
        sensitivitySquares: squares.slice(),
        sensitivityLast: last.slice(),
      }
      return { arrays: { ...arrays, ...own }, numbers: { ...numbers, sensitivityRows: rows } }
    },
    restore(checkpoint) {
      const { sensitivityPeaks, sensitivitySquares, sensitivityLast, ...arrays } = checkpoint.arrays
      const { sensitivityRows, ...numbers } = checkpoint.numbers
      peaks.set(sensitivityPeaks ?? peaks)
      squares.set(sensitivitySquares ?? squares)
      last.set(sensitivityLast ?? last)
      rows = sensitivityRows ?? 0
      inner.restore({ arrays, numbers })
    },
    report() {
      const report = inner.report()
      if (rows === 0) return report
      const each = count * of.length > mostColumns ? [] : [...quantities.keys()]
      const metrics = Object.fromEntries([
        ...of.flatMap(({ name }, k) => [
          [`sensitivity.${name}`, overAll(k, overTime)] as const,
          [`finalSensitivity.${name}`, overAll(k, atEnd)] as const,
        ]),
        ...each.flatMap((i) =>
          of.flatMap(({ name }, k) => [
            [`sensitivity.${quantities[i]?.name}.${name}`, overTime(i, k)] as const,
            [`finalSensitivity.${quantities[i]?.name}.${name}`, atEnd(i, k)] as const,
          ]),
        ),
      ])
      const ranking = [...of.keys()].sort((a, b) => overAll(b, overTime) - overAll(a, overTime))
      const first = ranking[0] ?? 0
      const words = ranking.slice(0, 6).map((k) => `${of[k]?.name} ${shown(overAll(k, overTime))}`)
      const note = `what matters most, by the change of all quantities for a relative change of it: ${words.join(', ')}; at the end ${ranking
        .slice(0, 6)
        .map((k) => `${of[k]?.name} ${shown(overAll(k, atEnd))}`)
        .join(', ')}`
      return {
        ...report,
        metrics: { ...report.metrics, ...metrics },
        notes: [...(report.notes ?? []), note],
        study: {
          type: 'sensitivities',
          most: of[first]?.name ?? '',
          of: of.map(({ path, name, value, scale, unit }, k) => ({
            path,
            name,
            value,
            scale,
            unit,
            sensitivity: overAll(k, overTime),
            finalSensitivity: overAll(k, atEnd),
          })),
          largest: Object.fromEntries(quantities.map(({ name }, i) => [name, peaks[i] ?? 0])),
        },
      }
    },
  }
}
