import { initWasm, Resvg } from '@resvg/resvg-wasm'
import { setPngResolution } from '../../data/png-chunks.ts'

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
  return setPngResolution(png, options.dpi)
}
