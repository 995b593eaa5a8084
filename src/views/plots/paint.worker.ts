// Paints pictures on canvases that the page has handed over, so that no picture, however heavy, holds the page up.
import { makeArrayUnpacker } from './packed-arrays.ts'
import { loadFonts } from './paint-fonts.ts'
import { type CanvasSize, type FromPainter, parsePicture, parseToPainter } from './paint-messages.ts'
import { type Picture, paintPicture } from './pictures.ts'

interface Surface {
  readonly canvas: OffscreenCanvas
  readonly context: OffscreenCanvasRenderingContext2D | null
  readonly unpack: (value: unknown) => unknown
  /** What is on it: painted again when a font has come. */
  shown?: { readonly picture: Picture; readonly size: CanvasSize }
}

const surfaces = new Map<number, Surface>()
const send = (message: FromPainter) => self.postMessage(message)

/** Once the screen has shown what was painted; by a timer where a worker has no frames. */
const afterFrame: (callback: () => void) => void =
  typeof self.requestAnimationFrame === 'function' ? (callback) => self.requestAnimationFrame(callback) : (callback) => setTimeout(callback, 16) // biome-ignore format: one choice

function paint({ canvas, context, shown }: Surface): void {
  if (!context || !shown) return
  const { picture, size } = shown
  if (canvas.width !== size.width) canvas.width = size.width
  if (canvas.height !== size.height) canvas.height = size.height
  paintPicture(context, picture, size.ratio)
}

self.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = parseToPainter(event.data)
  if (!message) return
  const { surface: id } = message
  if (message.paint === 'open') {
    const { canvas } = message
    const context = canvas.getContext('2d', { alpha: false })
    surfaces.set(id, { canvas, context, unpack: makeArrayUnpacker() })
  } else if (message.paint === 'close') surfaces.delete(id)
  else {
    const surface = surfaces.get(id)
    if (!surface) return
    surface.shown = { picture: parsePicture(surface.unpack(message.picture)), size: message.size }
    try {
      paint(surface)
    } finally {
      // With the screen's own beat: nothing is painted that nobody sees.
      afterFrame(() => send({ paint: 'painted', surface: id }))
    }
  }
})

void loadFonts(() => {
  for (const surface of surfaces.values()) paint(surface)
}).then(() => send({ paint: 'ready' }))
