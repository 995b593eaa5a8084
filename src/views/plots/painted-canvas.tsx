import { type CanvasHTMLAttributes, type RefObject, useEffect } from 'react'
import type { Picture } from './pictures.ts'
import { surfaceOf } from './surface.ts'

export interface PaintedCanvasProps extends Omit<CanvasHTMLAttributes<HTMLCanvasElement>, 'width' | 'height'> {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  /** What to show; undefined: nothing yet, or what was there. */
  readonly picture: Picture | undefined
  /** CSS pixels. */
  readonly size: { readonly width: number; readonly height: number }
}

/**
 * A canvas whose picture a worker paints, so that it never holds the page up; on the page where the browser cannot. Each new `picture`
 * object is painted once, the newest of those that come faster than they can be painted.
 */
export function PaintedCanvas({ canvas, picture, size, style, ...attributes }: PaintedCanvasProps) {
  const { width, height } = size
  useEffect(() => {
    const element = canvas.current
    if (!element || !picture || width < 1 || height < 1) return
    const ratio = window.devicePixelRatio || 1
    surfaceOf(element).paint(picture, {
      width: Math.round(width * ratio),
      height: Math.round(height * ratio),
      ratio,
    })
  }, [canvas, picture, width, height])
  useEffect(() => {
    const element = canvas.current
    return () => {
      if (element) surfaceOf(element).close()
    }
  }, [canvas])
  return (
    <canvas
      {...attributes}
      ref={canvas}
      style={{ position: 'absolute', inset: 0, width: '100%', height: '100%', ...style }}
    />
  )
}
