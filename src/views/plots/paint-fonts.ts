import cyrillic from '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2?url'
import greek from '@fontsource-variable/inter/files/inter-greek-wght-normal.woff2?url'
import latinExtended from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import latin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'

/** The parts of Inter that figures write with, and their characters, as `@fontsource-variable/inter/index.css` has them. */
const parts = [
  [latin, 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD'],
  [greek, 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF'],
  [latinExtended, 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF'],
  [cyrillic, 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116'],
] as const // biome-ignore format: a table

/** The fonts of a worker's scope, which has no style sheets; the DOM types know only those of a document. */
const scopeFonts = (): FontFaceSet | undefined => Reflect.get(self, 'fonts')

/**
 * Gives a worker the page's font. Latin is there when this resolves, also where it cannot be loaded (then the system's font is drawn);
 * other alphabets come when they are first written.
 * @param onMore a font has come that a picture may be waiting for
 */
export async function loadFonts(onMore: () => void): Promise<void> {
  const fonts = scopeFonts()
  if (!fonts) return
  const faces = parts.map(([address, unicodeRange]) => {
    const face = new FontFace('Inter Variable', `url("${address}") format("woff2")`, {
      weight: '100 900',
      unicodeRange,
    })
    fonts.add(face)
    return face
  })
  await faces[0]?.load().catch(() => {})
  fonts.addEventListener('loadingdone', onMore)
}
