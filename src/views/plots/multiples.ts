import type { Figure } from './figure.ts'

/** Small figures of the same axes side by side, to be compared at a glance. */
export interface Multiples {
  readonly title: string
  /** Each with its own title: what tells it from the others. */
  readonly cells: readonly Figure[]
  /** Where the cells are a table of two quantities: how many stand in a row. */
  readonly columns?: number
  /** A sentence for screen readers. */
  readonly description: string
}

/** How many columns fill a page of this shape best with cells about 1.4 times as wide as high. */
export function columnsOf(count: number, width: number, height: number): number {
  return Math.max(1, Math.min(count, Math.round(Math.sqrt((count * width) / (1.4 * Math.max(1, height))))))
}
