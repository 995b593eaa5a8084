import { unitText } from '../plots/number-text.ts'

/** What people call a named result, and its unit; `signal` stands for the unit of the curve. */
const known: Readonly<Record<string, readonly [label: string, unit: string]>> = {
  retentionTime: ['Retention time', 's'],
  standardDeviation: ['Standard deviation', 's'],
  width: ['Width at half height', 's'],
  peakHeight: ['Peak height', 'signal'],
  peakTime: ['Peak time', 's'],
  area: ['Area', 'signal s'],
  meanTime: ['Mean time', 's'],
  holdUpTime: ['Hold-up time', 's'],
  holdUp: ['Hold-up time', 's'],
  variance: ['Variance', 's^2'],
  sigma: ['Standard deviation', 's'],
}

/** `retentionTime` as `Retention time`: how a name of the program reads where nothing better is known. */
export function spacedWords(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z0-9])/g, '$1 $2')
    .replace(/[-_.]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Label and unit of a named result: `peakHeight` is "Peak height" in mol/m³. */
export function metricWords(quantity: string, signalUnit: string): { readonly label: string; readonly unit: string } {
  const [label, unit] = known[quantity] ?? [spacedWords(quantity), '']
  const signal = unitText(signalUnit)
  if (unit === 'signal s') return { label, unit: signal === '' ? 's' : `${signal} s` }
  return { label, unit: unit === 'signal' ? signal : unitText(unit) }
}

/** The order in which named results are told: what a chromatographer asks first stands first. */
export function metricOrder(quantities: readonly string[]): readonly string[] {
  const names = Object.keys(known)
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length)
  return quantities.toSorted((a, b) => place(a) - place(b))
}

/** `mass.benzene` as `Mass of benzene`. */
export function partWords(name: string): string {
  const at = name.indexOf('.')
  return at < 0 ? spacedWords(name) : `${spacedWords(name.slice(0, at))} of ${name.slice(at + 1)}`
}

/** `finite-volume` as `finite volume`: the id of a method inside a sentence. */
export function methodWords(id: string): string {
  return id.replaceAll('-', ' ')
}
