import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Legend } from './legend.tsx'
import { PaintedCanvas } from './painted-canvas.tsx'
import type { Picture } from './pictures.ts'
import { type Camera, firstCamera, type Scene, turnCamera, zoomCamera } from './scene.ts'
import { layoutScene } from './scene-layout.ts'
import { findTheme } from './theme.ts'
import { useSize } from './use-size.ts'
import { toggled } from './view.ts'

export interface PaintedSceneProps {
  readonly scene: Scene
  readonly theme: 'light' | 'dark'
  /** CSS pixels; default 11. */
  readonly fontSize?: number
  readonly onCamera: (camera: Camera) => void
}

/** Degrees of one press of an arrow key, and with Shift. */
const [step, stride] = [5, 15]

/**
 * A scene on a canvas that a hand turns: drag or arrow keys turn it, the wheel or + and − zoom, a double click or 0 goes back. No
 * WebGL: a trajectory of 10⁵ points is drawn in a few milliseconds, by depth.
 */
export function PaintedScene({ scene, theme, fontSize = 11, onCamera }: PaintedSceneProps) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(frame)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const drag = useRef<{ readonly x: number; readonly y: number; readonly camera: Camera }>(undefined)
  const isShown = size.width >= 40 && size.height >= 40
  const layout = useMemo(
    () => (isShown ? layoutScene(scene, { ...size, fontSize, title: false }) : undefined),
    [scene, size, fontSize, isShown],
  )
  const present = useRef({ camera: scene.camera, onCamera })
  present.current = { camera: scene.camera, onCamera }

  const picture = useMemo(
    (): Picture | undefined =>
      isShown ? { kind: 'scene', scene, page: { ...size, fontSize, title: false }, hidden, theme } : undefined,
    [scene, size, fontSize, hidden, theme, isShown],
  )

  // React listens to the wheel passively, where the page cannot be kept from scrolling.
  useEffect(() => {
    const target = canvas.current
    if (!target) return
    const zoom = (event: WheelEvent) => {
      event.preventDefault()
      const { camera, onCamera: put } = present.current
      put(zoomCamera(camera, Math.exp(-0.0015 * event.deltaY)))
    }
    target.addEventListener('wheel', zoom, { passive: false })
    return () => target.removeEventListener('wheel', zoom)
  }, [])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, y: event.clientY, camera: scene.camera }
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const held = drag.current
    if (!held) return
    // 400 pixels turn the box half round.
    onCamera(turnCamera(held.camera, -0.45 * (event.clientX - held.x), 0.45 * (event.clientY - held.y)))
  }
  const end = () => {
    drag.current = undefined
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const by = event.shiftKey ? stride : step
    const next = cameraAfter(event.key, scene.camera, by)
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    onCamera(next)
  }
  const { azimuth, elevation } = scene.camera
  return (
    <div
      ref={frame}
      role="application"
      aria-roledescription="figure that can be turned"
      aria-label={`${scene.description} Seen from ${Math.round(azimuth)}° around and ${Math.round(elevation)}° above; arrow keys turn it, plus and minus zoom, 0 goes back.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the picture is turned with the arrow keys
      tabIndex={0}
      data-testid="scene"
      data-azimuth={azimuth.toFixed(1)}
      data-elevation={elevation.toFixed(1)}
      style={{
        position: 'relative',
        width: '100%',
        height: '100%',
        minHeight: 0,
        overflow: 'hidden',
        outlineOffset: -2,
      }}
      onKeyDown={onKeyDown}
    >
      <PaintedCanvas
        canvas={canvas}
        picture={picture}
        size={size}
        style={{ touchAction: 'none', cursor: 'grab' }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={end}
        onPointerCancel={end}
        onDoubleClick={() => onCamera(firstCamera)}
      />
      {layout ? (
        <Legend
          layout={layout}
          theme={findTheme(theme)}
          hidden={hidden}
          onToggle={(key) => setHidden(toggled(hidden, key))}
        />
      ) : null}
    </div>
  )
}

/** Where a key takes the camera; undefined where it is not one of its keys. */
function cameraAfter(key: string, camera: Camera, by: number): Camera | undefined {
  switch (key) {
    case 'ArrowLeft':
      return turnCamera(camera, by, 0)
    case 'ArrowRight':
      return turnCamera(camera, -by, 0)
    case 'ArrowUp':
      return turnCamera(camera, 0, by)
    case 'ArrowDown':
      return turnCamera(camera, 0, -by)
    case '+':
    case '=':
      return zoomCamera(camera, 1.2)
    case '-':
      return zoomCamera(camera, 1 / 1.2)
    case '0':
    case 'Home':
      return firstCamera
    default:
      return undefined
  }
}
