import { isTimeUnit } from './names.ts'
import type { RawColumn } from './table-builder.ts'

export type Order = 'rising' | 'not falling' | 'falling' | 'none'

export function orderOf(values: Float64Array): Order {
  let last = Number.NaN
  let up = true
  let flat = true
  let down = true
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    if (count++ > 0) {
      if (!(value > last)) up = false
      if (!(value >= last)) flat = false
      if (!(value < last)) down = false
    }
    last = value
  }
  if (count < 2) return 'none'
  return up ? 'rising' : down ? 'falling' : flat ? 'not falling' : 'none'
}

/** Words of a name, lower case, without the unit that an underscore joined to it. */
export function words(column: RawColumn): string {
  const bare =
    column.unit !== '' && column.name.includes('_') ? column.name.replace(/_[^_]*(_per_[^_]*)?$/, '') : column.name
  return bare
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_\s.:-]+/g, ' ')
    .trim()
    .toLowerCase()
}

export const axisWords =
  /^(t|time|zeit|temps|tiempo|tempo|rt|t ?r|x|min|mins|minutes?|s|sec|seconds?|h|hours?|days?|date|datetime|timestamp)( ?\d+)?$/
export const timeWords = /\b(time|zeit|retention|elapsed)\b|zeit$/
const otherAxes =
  /^(volume|vol|elution volume|ml|wave ?lengths?|wave ?numbers?|distance|position|depth|frequency|z|m z|temperature programme)( ?\d+)?$/
const indexWords = /^(index|idx|no|nr|n|#|id|point|points|row|scan|sample|step|number|unnamed 0)$/
const widthWords = /\b(width|fwhm|area|height|dead|duration)\b/
export const sigmaWords =
  /(^|[^a-z])(errs?|errors?|sigma|σ|sd|std|std ?dev|stderr|std ?err|se|sem|unc|uncert|uncertainty|rmse|fehler|unsicherheit|abweichung|streuung|erreur|incertitude|±|\+\/-|\+-)([^a-z]|$)/

export const isIndexName = (column: RawColumn) => indexWords.test(words(column))
/** `u(c)`, `σ(c)`: the uncertainty of c, as the GUM writes it. */
export const sigmaOf = /^(?:u|σ|sd|std|sigma|err|error)\s*\((.+)\)$/i

export const isSigmaName = (column: RawColumn) => sigmaWords.test(words(column)) || sigmaOf.test(column.name)

export function axisScore(column: RawColumn, order: Order, first: boolean): number {
  const text = words(column)
  // A capital T is a temperature.
  const named =
    axisWords.test(text) && column.name.trim() !== 'T'
      ? 4
      : timeWords.test(text) && !widthWords.test(text)
        ? 3.5
        : otherAxes.test(text)
          ? 2.5
          : 0
  const ordered = order === 'rising' ? 2 : order === 'falling' ? 0.9 : order === 'not falling' ? 1 : 0
  const timed = column.kind !== 'number' ? 3 : isTimeUnit(column.unit) && !widthWords.test(text) ? 1.5 : 0
  return named + ordered + timed + (first ? 1 : 0) - (isIndexName(column) ? 5 : 0) - (isSigmaName(column) ? 10 : 0)
}
