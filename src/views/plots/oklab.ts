/** A colour as lightness (0 to 1), green–red and blue–yellow (Ottosson 2020, "A perceptual color space for image processing"). */
export interface Oklab {
  readonly l: number
  readonly a: number
  readonly b: number
}

/** Red, green and blue, each 0 to 255. */
export type Rgb = readonly [number, number, number]

const toLinear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const toGamma = (c: number) => (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055)

/** The OKLab coordinates of an sRGB colour. */
export function rgbToOklab([red, green, blue]: Rgb): Oklab {
  const r = toLinear(red / 255)
  const g = toLinear(green / 255)
  const b = toLinear(blue / 255)
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return {
    l: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    a: 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    b: 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  }
}

/** The sRGB colour of OKLab coordinates, unrounded and possibly outside 0 to 255 where the screen cannot show it. */
export function oklabToLinearRgb({ l, a, b }: Oklab): Rgb {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

/** The nearest sRGB colour, clipped channel by channel. */
export function oklabToRgb(colour: Oklab): Rgb {
  const [r, g, b] = oklabToLinearRgb(colour)
  const channel = (c: number) => Math.round(255 * toGamma(Math.min(1, Math.max(0, c))))
  return [channel(r), channel(g), channel(b)]
}

/** `#rrggbb` as numbers. */
export function hexToRgb(hex: string): Rgb {
  const n = Number.parseInt(hex.slice(1), 16)
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255]
}

/** `#rrggbb`. */
export function rgbToHex([r, g, b]: Rgb): string {
  return `#${((r << 16) | (g << 8) | b).toString(16).padStart(6, '0')}`
}

/** WCAG 2.2 contrast ratio of two `#rrggbb` colours: 1 (equal) to 21. */
export function contrastRatio(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [r, g, b] = hexToRgb(hex)
    return 0.2126 * toLinear(r / 255) + 0.7152 * toLinear(g / 255) + 0.0722 * toLinear(b / 255)
  }
  const a = luminance(one)
  const b = luminance(other)
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

/** The colour, moved in lightness away from the ground just as far as `ratio` of contrast asks for; hue is kept. */
export function withContrast(colour: string, ground: string, ratio: number): string {
  const start = rgbToOklab(hexToRgb(colour))
  const direction = rgbToOklab(hexToRgb(ground)).l > 0.5 ? -1 : 1
  for (let step = 0; step <= 100; step++) {
    const l = Math.min(1, Math.max(0, start.l + direction * 0.01 * step))
    // Chroma goes down with the way moved, so that the darkened colour stays within the screen's reach.
    const chroma = 1 - 0.006 * step
    const candidate = rgbToHex(oklabToRgb({ l, a: start.a * chroma, b: start.b * chroma }))
    if (contrastRatio(candidate, ground) >= ratio) return candidate
  }
  return direction < 0 ? '#000000' : '#ffffff'
}
