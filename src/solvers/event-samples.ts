import type { Written } from './stepper.ts'

/** The functions of events over one step, sampled closely enough to see their changes of sign. */
export interface EventSamples {
  /** Ascending along the step; `sampled` of them are in use. */
  readonly times: Float64Array
  /** One row a time. */
  readonly values: Float64Array
  readonly sampled: number
  /** Takes the ends and the middle of a new step. */
  enter(from: number, to: number): void
  /** Whether no function can change its sign in the step, by what `enter` took. `signs`: of each function where the step begins. */
  isFar(signs: Int8Array): boolean
  /** Takes the samples between. */
  refine(): void
}

/** Parts of a step that are looked at one by one. */
const PARTS = 10
/** Parts of a step in which a function swings to and fro. */
const MOST_PARTS = 1024 * PARTS
/** Looks between the samples for what uniform ones cannot see, each at another place of its part. */
const PROBES = 7
const placeOf = (probe: number): number => 0.2319 + 0.0871 * probe

/**
 * Makes the samples of `count` functions.
 * @param isRestless functions that may swing within a step: looked at ever closer until they are followed
 * @param evaluate into[row * count …] ← the functions at a time of the step
 */
export function makeEventSamples(
  count: number,
  isRestless: readonly boolean[],
  evaluate: (time: number, into: Float64Array, row: number) => void,
): EventSamples {
  // With room for looks at suspected extrema.
  let times = new Float64Array(2 * PARTS + 1)
  let values = new Float64Array(times.length * count)
  let sampled = 0
  let from = 0
  let to = 0
  const hasRestless = isRestless.includes(true)
  const probe = new Float64Array(count)
  const missed = new Int32Array(count)

  /** A function is far where three values over the step keep far from zero compared with how they change. */
  function isFar(signs: Int8Array): boolean {
    if (hasRestless) return false
    const samples = values
    for (let i = 0; i < count; i++) {
      const a = samples[i]
      const b = samples[count + i]
      const c = samples[2 * count + i]
      const least = Math.min(Math.abs(a), Math.abs(b), Math.abs(c))
      const range = Math.max(a, b, c) - Math.min(a, b, c)
      const isOneSided = a > 0 ? b > 0 && c > 0 : a < 0 && b < 0 && c < 0
      if (!isOneSided || signs[i] === 0 || !(least > 2 * range)) return false
    }
    return true
  }

  /** Puts a sample in its place. */
  function insert(time: number, before: number): void {
    for (let j = sampled; j > before; j--) {
      times[j] = times[j - 1]
      values.copyWithin(j * count, (j - 1) * count, j * count)
    }
    times[before] = time
    evaluate(time, values, before)
    sampled++
  }

  /** Where a parabola through three samples of one sign comes near zero between them, the function is looked at there. */
  function lookAtExtrema(): void {
    for (let j = 0; j + 2 < sampled && sampled < times.length; j++) {
      for (let i = 0; i < count; i++) {
        const a = values[j * count + i]
        const b = values[(j + 1) * count + i]
        const c = values[(j + 2) * count + i]
        if (!(a * b > 0 && b * c > 0)) continue
        const size = Math.sign(b)
        const x = times[j] - times[j + 1]
        const y = times[j + 2] - times[j + 1]
        // b + p s + q s², s from the middle sample.
        const q = ((a - b) / x - (c - b) / y) / (x - y)
        const p = (a - b) / x - q * x
        if (!(q * size > 0)) continue
        const s = -p / (2 * q)
        const isWithin = Math.abs(s) < (s * x > 0 ? Math.abs(x) : Math.abs(y))
        const lowest = size * (b - (p * p) / (4 * q))
        if (!isWithin || s === 0 || lowest > 0.2 * Math.min(Math.abs(a), Math.abs(b), Math.abs(c))) continue
        insert(times[j + 1] + s, s * y > 0 ? j + 2 : j + 1)
        j += 2
        break
      }
    }
  }

  /** Largest less smallest sample of function i. */
  function rangeOf(i: number): number {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let j = 0; j < sampled; j++) {
      least = Math.min(least, values[j * count + i])
      most = Math.max(most, values[j * count + i])
    }
    return most - least
  }

  /** Whether function i bends at most of the samples as much as it changes at all: it swings faster than they follow. */
  function isBlurred(i: number): boolean {
    const range = rangeOf(i)
    let bends = 0
    for (let j = 1; j + 1 < sampled; j++) {
      const bend = values[(j - 1) * count + i] - 2 * values[j * count + i] + values[(j + 1) * count + i]
      if (Math.abs(bend) > 0.4 * range) bends++
    }
    // A jump or a kink bends at one place or two.
    return bends > Math.max(2, sampled / 8)
  }

  /** Whether a restless function swings faster than the samples follow; between them it is looked at too, for they may keep its beat. */
  function areBlurred(): boolean {
    missed.fill(0)
    for (let k = 0; k < PROBES; k++) {
      const j = Math.floor(((k + 0.5) * (sampled - 1)) / PROBES)
      const place = placeOf(k)
      evaluate(times[j] + place * (times[j + 1] - times[j]), probe, 0)
      for (let i = 0; i < count; i++) {
        const [a, b] = [values[j * count + i], values[(j + 1) * count + i]]
        const off = Math.abs(probe[i] - a - place * (b - a))
        if (off > 0.25 * rangeOf(i)) missed[i]++
      }
    }
    // One miss is a jump.
    return isRestless.some((is, i) => is && (missed[i] > 1 || isBlurred(i)))
  }

  /** Halves the parts of the step until restless functions are followed. */
  function lookCloser(): void {
    while (2 * (sampled - 1) <= MOST_PARTS && areBlurred()) {
      const parts = 2 * (sampled - 1)
      if (times.length < 2 * parts + 1) {
        const [oldTimes, oldValues] = [times, values]
        times = new Float64Array(2 * parts + 1)
        values = new Float64Array(times.length * count)
        times.set(oldTimes)
        values.set(oldValues)
      }
      for (let j = parts; j >= 0; j--) {
        if (j % 2 === 0) values.copyWithin(j * count, (j / 2) * count, (j / 2 + 1) * count)
        times[j] = j === parts ? to : from + ((to - from) * j) / parts
      }
      for (let j = 1; j < parts; j += 2) evaluate(times[j], values, j)
      sampled = parts + 1
    }
  }

  function show(): void {
    samples.times = times
    samples.values = values
    samples.sampled = sampled
  }

  const samples: Written<EventSamples> = {
    times,
    values,
    sampled,
    enter(start, end) {
      from = start
      to = end
      times[0] = from
      times[1] = from + (to - from) / 2
      times[2] = to
      sampled = 3
      for (let j = 0; j < 3; j++) evaluate(times[j], values, j)
      show()
    },
    isFar,
    refine() {
      // First, middle and last are known already.
      values.copyWithin(PARTS * count, 2 * count, 3 * count)
      values.copyWithin((PARTS / 2) * count, count, 2 * count)
      sampled = PARTS + 1
      times[PARTS] = to
      for (let j = 1; j < PARTS; j++) {
        times[j] = from + ((to - from) * j) / PARTS
        if (j !== PARTS / 2) evaluate(times[j], values, j)
      }
      if (hasRestless) lookCloser()
      lookAtExtrema()
      show()
    },
  }
  return samples
}
