// Writes src/views/plots/inter-widths.ts: how far each letter of Inter moves the pen, so that text is measured where no font engine is.
import { readFileSync, writeFileSync } from 'node:fs'

const folder = new URL('../node_modules/@expo-google-fonts/inter/', import.meta.url)
const target = new URL('../src/views/plots/inter-widths.ts', import.meta.url)

/** Advance width of every character of a TrueType font, in thousandths of the font size (OpenType 1.9: cmap format 4, hmtx). */
function advances(path) {
  const bytes = readFileSync(new URL(path, folder))
  const tables = {}
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const at = 12 + 16 * i
    tables[bytes.toString('latin1', at, at + 4)] = bytes.readUInt32BE(at + 8)
  }
  const unitsPerEm = bytes.readUInt16BE(tables.head + 18)
  const metrics = bytes.readUInt16BE(tables.hhea + 34)
  const width = (glyph) => bytes.readUInt16BE(tables.hmtx + 4 * Math.min(glyph, metrics - 1))
  let format4
  for (let i = 0; i < bytes.readUInt16BE(tables.cmap + 2); i++) {
    const subtable = tables.cmap + bytes.readUInt32BE(tables.cmap + 4 + 8 * i + 4)
    if (bytes.readUInt16BE(subtable) === 4) format4 = subtable
  }
  const segments = bytes.readUInt16BE(format4 + 6) / 2
  const glyphs = new Map()
  for (let s = 0; s < segments; s++) {
    const end = bytes.readUInt16BE(format4 + 14 + 2 * s)
    const start = bytes.readUInt16BE(format4 + 16 + 2 * segments + 2 * s)
    const delta = bytes.readUInt16BE(format4 + 16 + 4 * segments + 2 * s)
    const rangeAt = format4 + 16 + 6 * segments + 2 * s
    const range = bytes.readUInt16BE(rangeAt)
    for (let code = start; code <= end && code < 0xffff; code++) {
      const glyph = range === 0 ? (code + delta) & 0xffff : bytes.readUInt16BE(rangeAt + range + 2 * (code - start))
      if (glyph) glyphs.set(code, Math.round((1000 * width(glyph)) / unitsPerEm))
    }
  }
  return glyphs
}

const ranges = [[0x20, 0x7e], [0xa0, 0x17f], [0x391, 0x3c9], [0x2010, 0x2026], [0x2070, 0x2094], [0x2190, 0x2193], [0x2202, 0x221e], [0x2248, 0x2265]] // biome-ignore format: one line
const tables = {
  regular: advances('400Regular/Inter_400Regular.ttf'),
  semibold: advances('600SemiBold/Inter_600SemiBold.ttf'),
}
const lines = Object.entries(tables).map(([name, glyphs]) => {
  const runs = ranges.map(([from, to]) => {
    const widths = []
    for (let code = from; code <= to; code++) widths.push(glyphs.get(code) ?? 0)
    return `    [${from}, '${widths.map((w) => w.toString(36)).join(' ')}'],`
  })
  return `  ${name}: [\n${runs.join('\n')}\n  ],`
})
writeFileSync(
  target,
  `// Made by scripts/font-metrics.mjs from Inter 400 and 600. First code point, then advance widths in base 36, thousandths of the size.
export const interWidths: Readonly<Record<'regular' | 'semibold', readonly (readonly [number, string])[]>> = {
${lines.join('\n')}
}
`,
)
