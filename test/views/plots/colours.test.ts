import { expect, test } from 'vitest'
import {
  cividis,
  cyclic,
  cyclicOklab,
  diverging,
  divergingOklab,
  viridis,
} from '../../../src/views/plots/colour-maps.ts'
import {
  contrastRatio,
  hexToRgb,
  oklabToLinearRgb,
  oklabToRgb,
  rgbToHex,
  rgbToOklab,
} from '../../../src/views/plots/oklab.ts'
import { darkTheme, labelColour, lightTheme, markColour, seriesDash } from '../../../src/views/plots/theme.ts'

const steps = Array.from({ length: 101 }, (_, i) => i / 100)
const lightness = (map: typeof viridis, t: number) => rgbToOklab(map(t)).l
/** Rounding to 8 bits a channel moves the lightness by less than this. */
const rounding = 0.004

test('OKLab agrees with the table of its author (Ottosson 2020: D65 white and the sRGB primaries as computed there)', () => {
  const white = rgbToOklab([255, 255, 255])
  expect(white.l).toBeCloseTo(1, 4)
  expect(white.a).toBeCloseTo(0, 4)
  expect(white.b).toBeCloseTo(0, 4)
  // XYZ (1, 0, 0) and so on are his table; sRGB red in OKLab is 0.628, 0.225, 0.126 (CSS Color 4, sample of `oklab()`).
  const red = rgbToOklab([255, 0, 0])
  expect(red.l).toBeCloseTo(0.628, 3)
  expect(red.a).toBeCloseTo(0.2249, 3)
  expect(red.b).toBeCloseTo(0.1258, 3)
})

test('OKLab and back is the same colour', () => {
  for (const hex of ['#000000', '#ffffff', '#e69f00', '#0072b2', '#123456'])
    expect(rgbToHex(oklabToRgb(rgbToOklab(hexToRgb(hex))))).toBe(hex)
})

test('sequential maps get lighter all the way', () => {
  for (const map of [viridis, cividis])
    for (const t of steps.slice(1)) expect(lightness(map, t)).toBeGreaterThan(lightness(map, t - 0.01) - rounding)
  expect(lightness(viridis, 1) - lightness(viridis, 0)).toBeGreaterThan(0.5)
})

test('the diverging map is as dark on both sides, lightest in the middle, and falls evenly', () => {
  for (const t of steps)
    expect(Math.abs(lightness(diverging, t) - lightness(diverging, 1 - t))).toBeLessThan(2 * rounding)
  for (const t of steps.filter((s) => s > 0.5))
    expect(lightness(diverging, t - 0.01) - lightness(diverging, t)).toBeGreaterThan(0.01 - 2 * rounding)
  expect(lightness(diverging, 0.5)).toBeGreaterThan(0.95)
})

test('the cyclic map closes and reads the same in grey on both halves', () => {
  expect(cyclic(0)).toEqual(cyclic(1))
  for (const t of steps) expect(Math.abs(lightness(cyclic, t) - lightness(cyclic, 1 - t))).toBeLessThan(2 * rounding)
  for (const t of steps.filter((s) => s > 0 && s <= 0.5))
    expect(lightness(cyclic, t)).toBeGreaterThan(lightness(cyclic, t - 0.01) - rounding)
})

test('our maps stay within what sRGB shows: nothing is clipped by more than rounding', () => {
  for (const map of [divergingOklab, cyclicOklab])
    for (const t of steps)
      for (const channel of oklabToLinearRgb(map(t))) {
        expect(channel).toBeGreaterThan(-0.01)
        expect(channel).toBeLessThan(1.01)
      }
})

test('names at lines can be read on both grounds (WCAG AA, 4.5), lines can be seen (1.4.11 asks 3; orange and blue are 2.2)', () => {
  for (const theme of [lightTheme, darkTheme])
    for (let i = 0; i < 7; i++) {
      expect(contrastRatio(labelColour(i, theme), theme.background)).toBeGreaterThanOrEqual(4.5)
      expect(contrastRatio(markColour(i, theme), theme.background)).toBeGreaterThan(2)
    }
  for (const theme of [lightTheme, darkTheme]) {
    expect(contrastRatio(theme.ink, theme.background)).toBeGreaterThan(7)
    expect(contrastRatio(theme.muted, theme.background)).toBeGreaterThan(4.5)
  }
})

test('the order is that of Okabe and Ito; beyond the seventh come dashes', () => {
  expect([0, 1, 2, 4, 5, 6].map((i) => markColour(i, lightTheme))).toEqual([
    '#E69F00',
    '#56B4E9',
    '#009E73',
    '#0072B2',
    '#D55E00',
    '#CC79A7',
  ])
  expect(markColour(7, lightTheme)).toBe(markColour(0, lightTheme))
  expect([0, 6, 7, 14, 21].map(seriesDash)).toEqual(['solid', 'solid', 'dash', 'dot', 'dashdot'])
})
