import type { KeyboardEvent } from 'react'
import { type SideName, titleOf } from './boundary-logic.ts'
import type { DomainShape } from './fields-logic.ts'

interface Drawn {
  readonly name: SideName
  /** Its conditions in a few words. */
  readonly says: string
  readonly isWrong: boolean
}

type Point = readonly [number, number]

const width = 296
/** Of each shape its height, the corners of its sides, and where the words of a side stand. */
const pictures: Readonly<
  Record<DomainShape, { readonly height: number; readonly sides: Readonly<Record<string, { readonly line: readonly Point[]; readonly zone?: readonly Point[]; readonly label: Point; readonly anchor: 'start' | 'middle' | 'end' }>> }>
> = {
  x: {
    height: 56,
    sides: {
      'x-': { line: [[28, 18], [28, 38]], zone: [[0, 0], [148, 0], [148, 56], [0, 56]], label: [28, 53], anchor: 'start' },
      'x+': { line: [[268, 18], [268, 38]], zone: [[148, 0], [296, 0], [296, 56], [148, 56]], label: [268, 53], anchor: 'end' },
    },
  },
  r: {
    height: 56,
    sides: {
      'r-': { line: [[28, 18], [28, 38]], zone: [[0, 0], [148, 0], [148, 56], [0, 56]], label: [28, 53], anchor: 'start' },
      'r+': { line: [[268, 18], [268, 38]], zone: [[148, 0], [296, 0], [296, 56], [148, 56]], label: [268, 53], anchor: 'end' },
    },
  },
  xy: {
    height: 150,
    sides: {
      'x-': { line: [[64, 24], [64, 124]], zone: [[24, 0], [64, 24], [148, 74], [64, 124], [24, 150]], label: [72, 78], anchor: 'start' },
      'x+': { line: [[232, 24], [232, 124]], zone: [[272, 0], [232, 24], [148, 74], [232, 124], [272, 150]], label: [224, 78], anchor: 'end' },
      'y-': { line: [[64, 124], [232, 124]], zone: [[24, 150], [64, 124], [148, 74], [232, 124], [272, 150]], label: [148, 142], anchor: 'middle' },
      'y+': { line: [[64, 24], [232, 24]], zone: [[24, 0], [64, 24], [148, 74], [232, 24], [272, 0]], label: [148, 16], anchor: 'middle' },
    },
  },
  xyz: {
    height: 168,
    sides: {
      'z+': { line: [[108, 20], [236, 20], [236, 108], [108, 108]], label: [228, 34], anchor: 'end' },
      'y+': { line: [[60, 56], [108, 20], [236, 20], [188, 56]], label: [148, 15], anchor: 'middle' },
      'x-': { line: [[60, 56], [108, 20], [108, 108], [60, 144]], label: [56, 100], anchor: 'end' },
      'x+': { line: [[188, 56], [236, 20], [236, 108], [188, 144]], label: [240, 84], anchor: 'start' },
      'y-': { line: [[60, 144], [108, 108], [236, 108], [188, 144]], label: [124, 160], anchor: 'middle' },
      'z-': { line: [[60, 56], [188, 56], [188, 144], [60, 144]], label: [124, 104], anchor: 'middle' },
    },
  },
} // biome-ignore format: a table of places

const textOf = (points: readonly Point[]) => points.map((point) => point.join()).join(' ')
const short = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text)

/** The domain drawn, its sides to be clicked or chosen with the keyboard. Periodic sides are dashed and cannot be chosen. */
export function BoxPicture(props: {
  readonly shape: DomainShape
  readonly hasRegion: boolean
  readonly periodic: readonly string[]
  readonly sides: readonly Drawn[]
  readonly chosen: SideName | undefined
  readonly onChoose: (side: SideName) => void
}) {
  const { shape, periodic, sides, chosen, onChoose } = props
  const { height, sides: places } = pictures[shape]
  const isLine = shape === 'x' || shape === 'r'
  const move = (event: KeyboardEvent, index: number) => {
    const step = ['ArrowRight', 'ArrowDown'].includes(event.key) ? 1 : ['ArrowLeft', 'ArrowUp'].includes(event.key) ? -1 : 0 // biome-ignore format: one choice
    const next = sides[(index + step + sides.length) % sides.length]
    if (step === 0 && event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    event.stopPropagation()
    const target = step === 0 ? sides[index] : next
    if (!target) return
    onChoose(target.name)
    const parent = event.currentTarget.parentElement
    parent?.querySelector<SVGGElement>(`[data-side="${target.name}"]`)?.focus()
  }
  return (
    <div role="radiogroup" aria-label="Sides of the domain" data-testid="box-picture">
      <svg className="box-picture" viewBox={`0 0 ${width} ${height}`}>
        <title>Sides of the domain</title>
        {isLine ? <line className="ground" x1={28} x2={268} y1={28} y2={28} /> : null}
        {Object.entries(places).flatMap(([name, { line, label, anchor }]) => {
          const axis = name.slice(0, -1)
          if (!periodic.includes(axis)) return []
          return [
            <g key={name} className="side periodic">
              <polyline points={textOf(line)} />
              {name.endsWith('+') && shape !== 'xyz' ? null : (
                <text x={label[0]} y={label[1]} textAnchor={anchor}>
                  {axis} periodic
                </text>
              )}
            </g>,
          ]
        })}
        {sides.map(({ name, says, isWrong }, index) => {
          const place = places[name]
          const isChosen = name === chosen
          const state = { role: 'radio', 'aria-checked': isChosen, 'aria-label': `${titleOf(name)}: ${says}`, tabIndex: isChosen ? 0 : -1, 'data-side': name, 'data-testid': `side-${name}`, onClick: () => onChoose(name), onKeyDown: (event: KeyboardEvent) => move(event, index) } // biome-ignore format: one record
          const look = `side ${isChosen ? 'chosen' : ''} ${isWrong ? 'wrong' : ''}`
          if (!place)
            return (
              <g key={name} {...state} className={look}>
                <ellipse className="zone" cx={148} cy={74} rx={44} ry={28} />
                <ellipse className="edge" cx={148} cy={74} rx={44} ry={28} />
              </g>
            )
          const points = textOf(place.line)
          const isFace = place.line.length > 2
          return (
            <g key={name} {...state} className={`${look} ${isFace ? 'face' : ''}`}>
              {place.zone ? <polygon className="zone" points={textOf(place.zone)} /> : null}
              {isFace ? <polygon points={points} /> : <polyline points={points} />}
              <text x={place.label[0]} y={place.label[1]} textAnchor={place.anchor}>
                {isFace ? name : short(says, shape === 'xy' && name.startsWith('x') ? 12 : 22)}
              </text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}
