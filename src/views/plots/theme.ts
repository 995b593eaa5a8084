import { viridis } from './colour-maps.ts'
import type { ColourRole } from './figure.ts'
import { rgbToHex, withContrast } from './oklab.ts'

/** Colours of a figure on a light or a dark ground. */
export interface FigureTheme {
  readonly id: 'light' | 'dark'
  readonly background: string
  /** Axis titles and labels. */
  readonly ink: string
  /** Tick labels, axes. */
  readonly muted: string
  readonly axis: string
  readonly gridline: string
  readonly accent: string
  readonly danger: string
  /** Okabe–Ito order (Okabe and Ito 2008, "Color universal design"), without black, which is the ink. */
  readonly series: readonly string[]
}

/** Okabe and Ito's seven as published. */
const okabeIto = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7']

/** On paper: the yellow is darkened, because a thin line of #F0E442 on white cannot be seen (contrast 1.3). */
export const lightTheme: FigureTheme = {
  id: 'light',
  background: '#ffffff',
  ink: '#1b1d22',
  muted: '#565b66',
  axis: '#3c4049',
  gridline: '#eceef1',
  accent: '#2f6fed',
  danger: '#b3261e',
  series: okabeIto.map((colour) => (colour === '#F0E442' ? '#bfa500' : colour)),
}

/** On a dark screen: blue is lightened for the same reason. */
export const darkTheme: FigureTheme = {
  id: 'dark',
  background: '#16181d',
  ink: '#e8eaed',
  muted: '#a2a8b4',
  axis: '#8b919d',
  gridline: '#262a31',
  accent: '#6ea0ff',
  danger: '#ff8a80',
  series: okabeIto.map((colour) => (colour === '#0072B2' ? '#3b93d0' : colour)),
}

/** The theme by name. */
export function findTheme(id: 'light' | 'dark'): FigureTheme {
  return id === 'dark' ? darkTheme : lightTheme
}

/** Colour of a mark. Series beyond the seventh start again with the first colour; their dash tells them apart. */
export function markColour(role: ColourRole, theme: FigureTheme): string {
  if (typeof role === 'number') return theme.series[((role % 7) + 7) % 7] ?? theme.ink
  if (role === 'muted' || role === 'ink' || role === 'accent' || role === 'danger') return theme[role]
  return rampColour(Number(role.slice(5)), theme)
}

/** Viridis without the end that the ground of the theme swallows: for lines that stand for a value. */
export function rampColour(fraction: number, theme: FigureTheme): string {
  return rgbToHex(viridis(theme.id === 'dark' ? 0.14 + 0.86 * fraction : 0.9 * fraction))
}

const readable = new Map<string, string>()

/** The mark's colour, made readable as text on the theme's ground (contrast at least 4.5, WCAG AA). */
export function labelColour(role: ColourRole, theme: FigureTheme): string {
  const colour = markColour(role, theme)
  const key = `${colour}${theme.background}`
  const known = readable.get(key)
  if (known) return known
  const found = withContrast(colour, theme.background, 4.5)
  readable.set(key, found)
  return found
}

/** Dash of the nth series: solid for the first seven, then dashed, dotted, dash-dotted. */
export function seriesDash(index: number): 'solid' | 'dash' | 'dot' | 'dashdot' {
  const dashes = ['solid', 'dash', 'dot', 'dashdot'] as const
  return dashes[Math.floor(index / 7) % 4] ?? 'solid'
}

/** Lengths of a dash in line widths; empty: solid. */
export const dashLengths: Readonly<Record<'solid' | 'dash' | 'dot' | 'dashdot', readonly number[]>> = {
  solid: [],
  dash: [4.5, 2.5],
  dot: [0.1, 2.4],
  dashdot: [5, 2.2, 0.1, 2.2],
}

/** Sizes of a figure relative to its font size: the one place where the static writer, the painter and plotly.js agree. */
export const proportions = {
  axisWidth: 0.075,
  gridWidth: 0.06,
  lineWidth: 0.14,
  pointRadius: 0.17,
  tickLength: 0.4,
  tickGap: 0.32,
  titleSize: 1.15,
  labelSize: 1,
  tickSize: 0.92,
} as const

/** Radius of the points of a mark: smaller where there are many. */
export function pointRadius(mark: { readonly size?: number; readonly x: Float64Array }, fontSize: number): number {
  return (mark.size ?? 1) * proportions.pointRadius * fontSize * (mark.x.length > 400 ? 0.7 : 1)
}

/** Family used everywhere; the fallbacks have nearly the same widths. */
export const figureFont = "Inter, 'Inter Variable', 'Helvetica Neue', Helvetica, Arial, sans-serif"
