import type { HeatMark } from '../plots/figure.ts'

/** How fields are looked at; none of it changes a number. */
export interface FieldSettings {
  /** Name of the unknown shown; '' for the first. */
  readonly field: string
  readonly colours: HeatMark['colours']
  /** `auto` follows the values, `symmetric` about zero, `locked` stays as it is. */
  readonly range: 'auto' | 'symmetric' | 'locked'
  readonly isSmooth: boolean
  readonly hasContours: boolean
  /** Names of two unknowns that are the components of a vector, '' for none. */
  readonly vectors: readonly [string, string]
  /** What a hand does on the picture. */
  readonly tool: 'look' | 'brush' | 'probe' | 'cut'
  /** Of the brush: share of the shortest side, and the value it leaves. */
  readonly brushRadius: number
  /** Undefined: the upper end of the colours. */
  readonly brushValue: number | undefined
  readonly brushMode: 'set' | 'add'
  /** Of three axes: which stands still, and where on it from 0 to 1. */
  readonly sliceAxis: string
  readonly slice: number
}

export const firstFieldSettings: FieldSettings = {
  field: '',
  colours: 'sequential',
  range: 'auto',
  isSmooth: true,
  hasContours: false,
  vectors: ['', ''],
  tool: 'brush',
  brushRadius: 0.05,
  brushValue: undefined,
  brushMode: 'set',
  sliceAxis: 'z',
  slice: 0.5,
}
