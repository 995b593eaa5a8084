import type { Quantity, Samples } from '../../core/field.ts'
import { sampleColumn } from './curve-lines.ts'
import { countText, listText } from './describe.ts'
import type { Figure, Mark } from './figure.ts'
import { numberText } from './number-text.ts'
import { columnReference } from './whole-columns.ts'

export interface OrbitsSource {
  readonly title: string
  readonly scalars: readonly Quantity[]
  readonly samples: Samples
  /** All samples, where `samples` are those of a thinned picture. */
  readonly whole?: Samples
}

/** Bodies of a planar run by the names of their columns: `x1`, `y1`, `x2`, … */
function bodiesOf(scalars: readonly Quantity[]): readonly number[] {
  const names = new Set(scalars.map(({ name }) => name))
  return scalars
    .flatMap(({ name }) => /^x(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter((body) => names.has(`y${body}`))
}

/** The paths of all bodies of a planar run with where they are now, one unit as long on both axes. */
export function orbitsFigure({ title, scalars, samples, whole }: OrbitsSource): Figure {
  const at = (name: string) => scalars.findIndex((scalar) => scalar.name === name)
  const column = (name: string) => sampleColumn(samples, scalars.length, at(name))
  const bodies = bodiesOf(scalars).map((body) => ({ body, x: column(`x${body}`), y: column(`y${body}`) }))
  const reference = (name: string) => whole && columnReference(whole, scalars.length, at(name))
  const wholeOf = (body: number) => {
    const [wholeX, wholeY] = [reference(`x${body}`), reference(`y${body}`)]
    return wholeX && wholeY ? { whole: { x: wholeX, y: wholeY } } : {}
  }
  const last = samples.times.length - 1
  const marks = bodies.flatMap(({ body, x, y }, i): readonly Mark[] => [
    {
      type: 'path',
      x,
      y,
      ...wholeOf(body),
      label: bodies.length > 1 ? `body ${body}` : '',
      colour: i,
      width: 0.8,
      opacity: 0.75,
    },
    ...(last < 0 ? [] : [{ type: 'points', x: x.slice(last), y: y.slice(last), label: '', colour: i, size: 2.6 } as const]), // biome-ignore format: choice
  ])
  const unit = scalars[Math.max(0, at(`x${bodies[0]?.body ?? 1}`))]?.unit ?? '1'
  const places = bodies.map(
    ({ body, x, y }) =>
      `body ${body} at (${numberText(x.at(-1) ?? Number.NaN, 3)}, ${numberText(y.at(-1) ?? Number.NaN, 3)})`,
  )
  return {
    title,
    x: { label: 'x', unit, scale: 'linear' },
    panels: [{ y: { label: 'y', unit, scale: 'linear' }, marks, weight: 1 }],
    plane: 'equal',
    description:
      last < 0 ? 'No run yet.' : `Paths of ${countText(bodies.length, 'body', 'bodies')}; now ${listText(places)}.`,
  }
}
