import { makeArrayPacker } from './packed-arrays.ts'
import { type CanvasSize, parseFromPainter, type ToPainter } from './paint-messages.ts'
import { type Picture, paintPicture } from './pictures.ts'

/** A canvas that pictures are painted on, in a worker where the browser can, else on the page. */
export interface Surface {
  /**
   * Has the picture painted as soon as the one before is on the screen; of several asked for meanwhile only the newest is painted.
   * Typed arrays that the picture before had are not sent again: what is in them must not be changed.
   */
  paint(picture: Picture, size: CanvasSize): void
  /** Nothing is painted on the canvas any more. */
  close(): void
}

interface Painter {
  send(message: ToPainter, transfer?: readonly Transferable[]): void
  /** By surface: what to do when its picture is on the screen. */
  readonly listeners: Map<number, () => void>
}

/** The painting worker; undefined where there is none to be had: then the page paints. */
let painter: Promise<Painter | undefined> | undefined

const canPaintElsewhere = () =>
  typeof Worker === 'function' &&
  typeof OffscreenCanvas === 'function' &&
  'transferControlToOffscreen' in HTMLCanvasElement.prototype

/** Starts the worker that paints: its first picture then need not wait for it. */
function startPainter(): Promise<Painter | undefined> {
  painter ??= new Promise((resolve) => {
    if (!canPaintElsewhere()) return resolve(undefined)
    const worker = new Worker(new URL('./paint.worker.ts', import.meta.url), { type: 'module', name: 'painter' })
    const listeners = new Map<number, () => void>()
    worker.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = parseFromPainter(event.data)
      if (message?.paint === 'painted') listeners.get(message.surface)?.()
      else if (message) resolve({ send: (sent, transfer = []) => worker.postMessage(sent, [...transfer]), listeners })
    })
    // A canvas is handed over only to a worker that has answered: one that does not start leaves the page to paint.
    worker.addEventListener('error', () => resolve(undefined))
  })
  return painter
}

const surfaces = new WeakMap<HTMLCanvasElement, Surface>()
let numbers = 0
/** Pictures asked for and not yet on the screen. */
const underWay = new Set<number>()
const idle: (() => void)[] = []

function setBusy(surface: number, isBusy: boolean): void {
  if (isBusy) underWay.add(surface)
  else underWay.delete(surface)
  if (underWay.size === 0) for (const resolve of idle.splice(0)) resolve()
}

/** Resolves when every picture asked for is on the screen: for what looks at pixels. */
export function whenPainted(): Promise<void> {
  return new Promise((resolve) => {
    if (underWay.size === 0) resolve()
    else idle.push(resolve)
  })
}

/** The surface of a canvas. A canvas that has one belongs to it: nothing else may take a context of it. */
export function surfaceOf(canvas: HTMLCanvasElement): Surface {
  const known = surfaces.get(canvas)
  if (known) return known
  const made = makeSurface(canvas)
  surfaces.set(canvas, made)
  return made
}

function makeSurface(canvas: HTMLCanvasElement): Surface {
  const number = ++numbers
  const pack = makeArrayPacker()
  let next: { readonly picture: Picture; readonly size: CanvasSize } | undefined
  /** Undefined: not known yet. */
  let place: 'page' | Painter | undefined
  let isPainting = false
  let isClosed = false

  const go = () => {
    if (!next || isPainting || isClosed || place === undefined) return
    const { picture, size } = next
    next = undefined
    isPainting = true
    if (place === 'page') requestAnimationFrame(() => paintHere(next ?? { picture, size }))
    else {
      const { value, transfer } = pack(picture)
      place.send({ paint: 'draw', surface: number, size, picture: value }, transfer)
    }
  }
  const painted = () => {
    isPainting = false
    if (next) go()
    else setBusy(number, false)
  }
  const paintHere = ({ picture, size }: NonNullable<typeof next>) => {
    next = undefined
    const context = isClosed ? null : canvas.getContext('2d', { alpha: false })
    if (context) {
      if (canvas.width !== size.width) canvas.width = size.width
      if (canvas.height !== size.height) canvas.height = size.height
      paintPicture(context, picture, size.ratio)
    }
    painted()
  }
  void startPainter().then((found) => {
    if (isClosed) return
    place = found ?? 'page'
    if (found) {
      const handed = canvas.transferControlToOffscreen()
      found.listeners.set(number, painted)
      found.send({ paint: 'open', surface: number, canvas: handed }, [handed])
    }
    go()
  })
  return {
    paint(picture, size) {
      if (isClosed) return
      next = { picture, size }
      setBusy(number, true)
      go()
    },
    close() {
      isClosed = true
      next = undefined
      setBusy(number, false)
      if (place === undefined || place === 'page') return
      place.listeners.delete(number)
      place.send({ paint: 'close', surface: number })
    },
  }
}
