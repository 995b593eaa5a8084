import { numberText } from './number-text.ts'

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** `five peaks`, `one peak`, `17 peaks`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${words[count] ?? count} ${count === 1 ? one : many}`
}

/** `benzene`, `benzene and toluene`, `benzene, toluene and p-xylene`. */
export function listText(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** The first letter large, the rest as it is. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Where a curve is tallest. */
export interface Peak {
  readonly name: string
  readonly time: number
  readonly height: number
}

/** The highest point of a curve, refined by the parabola through its neighbours; undefined where nothing is above zero. */
export function findPeak(name: string, x: Float64Array, y: Float64Array): Peak | undefined {
  let at = -1
  for (let i = 0; i < y.length; i++) if ((y[i] ?? 0) > 0 && (at < 0 || (y[i] ?? 0) > (y[at] ?? 0))) at = i
  if (at < 0) return undefined
  const [before, top, after] = [y[at - 1], y[at] ?? 0, y[at + 1]]
  let time = x[at] ?? 0
  if (before !== undefined && after !== undefined) {
    const bend = before - 2 * top + after
    const step = ((x[at + 1] ?? 0) - (x[at - 1] ?? 0)) / 2
    if (bend < 0) time += (step * (before - after)) / (2 * bend)
  }
  return { name, time, height: top }
}

/** "five peaks; the tallest, toluene, at 231.5 s": the sentence a screen reader says of a chromatogram. */
export function describePeaks(peaks: readonly Peak[], timeUnit: string): string {
  const tallest = peaks.reduce<Peak | undefined>(
    (best, peak) => (!best || peak.height > best.height ? peak : best),
    undefined,
  )
  if (!tallest) return 'no peak: nothing leaves the column in this time'
  const where = `${numberText(tallest.time)} ${timeUnit}`
  if (peaks.length === 1) return `one peak, ${tallest.name}, at ${where}`
  return `${countText(peaks.length, 'peak')}; the tallest, ${tallest.name}, at ${where}`
}
