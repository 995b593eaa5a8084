import { readFileSync } from 'node:fs'

/** A set of the NIST StRD collection (test/reference/nist): data, two starts, certified values. */
export interface NistProblem {
  readonly name: string
  readonly predictors: readonly (readonly number[])[]
  readonly response: readonly number[]
  readonly starts: readonly (readonly number[])[]
  readonly certified: readonly number[]
  readonly deviations: readonly number[]
  readonly residualSum: number
  readonly residualStd: number
  readonly freedom: number
  readonly model: (b: ArrayLike<number>, x: readonly number[]) => number
}

type Model = (b: readonly number[], x: number, x2: number) => number

const { exp, cos, sin, atan, PI } = Math
const misra: Model = ([b1 = 0, b2 = 0], x) => b1 * (1 - exp(-b2 * x))
const chwirut: Model = ([b1 = 0, b2 = 0, b3 = 0], x) => exp(-b1 * x) / (b2 + b3 * x)
const lanczos: Model = ([b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0], x) =>
  b1 * exp(-b2 * x) + b3 * exp(-b4 * x) + b5 * exp(-b6 * x)
const gauss: Model = ([b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0], x) =>
  b1 * exp(-b2 * x) + b3 * exp(-((x - b4) ** 2) / b5 ** 2) + b6 * exp(-((x - b7) ** 2) / b8 ** 2)
const cubic: Model = ([b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0], x) =>
  (b1 + b2 * x + b3 * x ** 2 + b4 * x ** 3) / (1 + b5 * x + b6 * x ** 2 + b7 * x ** 3)

/** The formulas of the files' headers. Nelson is a model of ln y. */
const models: Readonly<Record<string, Model>> = {
  Bennett5: ([b1 = 0, b2 = 0, b3 = 0], x) => b1 * (b2 + x) ** (-1 / b3),
  BoxBOD: misra,
  Chwirut1: chwirut,
  Chwirut2: chwirut,
  DanWood: ([b1 = 0, b2 = 0], x) => b1 * x ** b2,
  ENSO: ([b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0, b6 = 0, b7 = 0, b8 = 0, b9 = 0], x) =>
    b1 + b2 * cos((2 * PI * x) / 12) + b3 * sin((2 * PI * x) / 12) + b5 * cos((2 * PI * x) / b4) +
    b6 * sin((2 * PI * x) / b4) + b8 * cos((2 * PI * x) / b7) + b9 * sin((2 * PI * x) / b7), // biome-ignore format: as printed
  Eckerle4: ([b1 = 0, b2 = 0, b3 = 0], x) => (b1 / b2) * exp(-0.5 * ((x - b3) / b2) ** 2),
  Gauss1: gauss,
  Gauss2: gauss,
  Gauss3: gauss,
  Hahn1: cubic,
  Kirby2: ([b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0], x) => (b1 + b2 * x + b3 * x ** 2) / (1 + b4 * x + b5 * x ** 2),
  Lanczos1: lanczos,
  Lanczos2: lanczos,
  Lanczos3: lanczos,
  MGH09: ([b1 = 0, b2 = 0, b3 = 0, b4 = 0], x) => (b1 * (x ** 2 + x * b2)) / (x ** 2 + x * b3 + b4),
  MGH10: ([b1 = 0, b2 = 0, b3 = 0], x) => b1 * exp(b2 / (x + b3)),
  MGH17: ([b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0], x) => b1 + b2 * exp(-x * b4) + b3 * exp(-x * b5),
  Misra1a: misra,
  Misra1b: ([b1 = 0, b2 = 0], x) => b1 * (1 - (1 + (b2 * x) / 2) ** -2),
  Misra1c: ([b1 = 0, b2 = 0], x) => b1 * (1 - (1 + 2 * b2 * x) ** -0.5),
  Misra1d: ([b1 = 0, b2 = 0], x) => (b1 * b2 * x) / (1 + b2 * x),
  Nelson: ([b1 = 0, b2 = 0, b3 = 0], x, x2) => b1 - b2 * x * exp(-b3 * x2),
  Rat42: ([b1 = 0, b2 = 0, b3 = 0], x) => b1 / (1 + exp(b2 - b3 * x)),
  Rat43: ([b1 = 0, b2 = 0, b3 = 0, b4 = 0], x) => b1 / (1 + exp(b2 - b3 * x)) ** (1 / b4),
  Roszman1: ([b1 = 0, b2 = 0, b3 = 0, b4 = 0], x) => b1 - b2 * x - atan(b3 / (x - b4)) / PI,
  Thurber: cubic,
}

export const nistNames = Object.keys(models)

/** Reads a file; the header says on which lines the numbers stand. */
export function readNist(name: string): NistProblem {
  const text = readFileSync(new URL(`../reference/nist/${name}.dat`, import.meta.url), 'utf8')
  const lines = text.split(/\r?\n/)
  const data = /Data\s+\(lines\s+(\d+) to\s+(\d+)\)/.exec(text)
  const numbers = (line: string) => (line.match(/[-+]?\d*\.?\d+(?:E[-+]?\d+)?/gi) ?? []).map(Number)
  const rows = lines
    .slice(Number(data?.[1]) - 1, Number(data?.[2]))
    .filter((line) => line.trim())
    .map(numbers)
  const parameters = lines
    .filter((line) => /^\s*b\d+\s*=/.test(line))
    .map((line) => numbers(line.slice(line.indexOf('=') + 1)))
  const after = (label: string) =>
    numbers(lines.find((line) => line.startsWith(label))?.slice(label.length) ?? '')[0] ?? NaN
  const formula = models[name]
  if (!formula) throw new Error(name)
  const isLog = name === 'Nelson'
  return {
    name,
    predictors: rows.map((row) => row.slice(1)),
    response: rows.map((row) => (isLog ? Math.log(row[0] ?? Number.NaN) : (row[0] ?? NaN))),
    starts: [0, 1].map((start) => parameters.map((row) => row[start] ?? NaN)),
    certified: parameters.map((row) => row[2] ?? NaN),
    deviations: parameters.map((row) => row[3] ?? NaN),
    residualSum: after('Residual Sum of Squares:'),
    residualStd: after('Residual Standard Deviation:'),
    freedom: after('Degrees of Freedom:'),
    model: (b, x) => formula(Array.from(b), x[0] ?? NaN, x[1] ?? NaN),
  }
}
