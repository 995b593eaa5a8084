import { interWidths } from './inter-widths.ts'

/** Weights that Inter is measured in. */
export type TextWeight = 'regular' | 'semibold'

const decoded: Record<TextWeight, Map<number, number> | undefined> = { regular: undefined, semibold: undefined }

function widthsOf(weight: TextWeight): Map<number, number> {
  const known = decoded[weight]
  if (known) return known
  const widths = new Map<number, number>()
  for (const [from, text] of interWidths[weight])
    for (const [i, width] of text.split(' ').entries()) widths.set(from + i, Number.parseInt(width, 36))
  decoded[weight] = widths
  return widths
}

/**
 * Width of a text in Inter, in the unit of `size`, without any font engine: the sum of advance widths, no kerning (it would
 * change a line by about 1 %). Characters that are not in the table count as a wide letter.
 */
export function textWidth(text: string, size: number, weight: TextWeight = 'regular'): number {
  const widths = widthsOf(weight)
  let sum = 0
  for (const character of text) sum += widths.get(character.codePointAt(0) ?? 0) || 620
  return (sum * size) / 1000
}
