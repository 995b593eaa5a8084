import type { HeatMark } from '../plots/figure.ts'
import type { FieldCut, FieldProbe } from './field-recorder.ts'

/** What is shown below the picture. */
export type Companion = 'none' | 'probes' | 'cut' | 'kymograph' | 'histogram' | 'spectrum'

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
  readonly companion: Companion
  readonly probes: readonly FieldProbe[]
  /** Undefined: through the middle. */
  readonly cut: FieldCut | undefined
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
  companion: 'none',
  probes: [],
  cut: undefined,
}
