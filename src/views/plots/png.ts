import { initWasm, Resvg } from '@resvg/resvg-wasm'

/** What a host brings for drawing SVG as pixels: resvg's WebAssembly and Inter as TrueType (regular, semibold). */
export interface PngResources {
  readonly wasm: () => Promise<Uint8Array<ArrayBuffer>>
  readonly fonts: () => Promise<readonly Uint8Array<ArrayBuffer>[]>
}

let ready: Promise<void> | undefined

/**
 * The SVG as a PNG of so many dots an inch, with that density written into the file (pHYs), so that it comes out of a word
 * processor in the millimetres it was made for.
 * @param options.widthMillimetres as the SVG says; the pixel width is `widthMillimetres / 25.4 · dpi`, rounded
 */
export async function svgToPng(
  svg: string,
  options: { readonly dpi: number; readonly widthMillimetres: number },
  resources: PngResources,
): Promise<Uint8Array<ArrayBuffer>> {
  // The module can be started once in a thread; a failed start may be tried again.
  ready ??= resources.wasm().then((wasm) => initWasm(wasm))
  await ready.catch((reason) => {
    ready = undefined
    throw reason
  })
  const fontBuffers = [...(await resources.fonts())]
  const width = Math.max(1, Math.round((options.widthMillimetres / 25.4) * options.dpi))
  const renderer = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  })
  const image = renderer.render()
  const png = new Uint8Array(image.asPng())
  image.free()
  renderer.free()
  return withDensity(png, options.dpi)
}

/** The PNG with its density in a pHYs chunk (pixels a metre), placed after IHDR as the format asks. */
export function withDensity(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(21)
  const view = new DataView(chunk.buffer)
  view.setUint32(0, 9)
  chunk.set([0x70, 0x48, 0x59, 0x73], 4)
  const perMetre = Math.round(dpi / 0.0254)
  view.setUint32(8, perMetre)
  view.setUint32(12, perMetre)
  view.setUint8(16, 1)
  view.setUint32(17, pngCrc(chunk.subarray(4, 17)))
  const afterHeader = 33
  const result = new Uint8Array(png.length + chunk.length)
  result.set(png.subarray(0, afterHeader))
  result.set(chunk, afterHeader)
  result.set(png.subarray(afterHeader), afterHeader + chunk.length)
  return result
}

/** The checksum of PNG chunks (CRC-32, ISO 3309). */
export function pngCrc(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let k = 0; k < 8; k++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
