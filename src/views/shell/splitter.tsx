import { useRef } from 'react'
import { useInterface, useWorkbench } from './context.tsx'

const [smallest, largest] = [280, 560]

/** The edge of the left panel: drag it, or arrow keys. */
export function Splitter() {
  const workbench = useWorkbench()
  const leftWidth = useInterface((state) => state.leftWidth)
  const from = useRef<{ readonly x: number; readonly width: number }>(undefined)
  const put = (width: number) =>
    workbench.interface.setState({ leftWidth: Math.min(largest, Math.max(smallest, Math.round(width))) })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter has no element of its own
    <div
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the left panel"
      aria-valuenow={leftWidth}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width: leftWidth }
      }}
      onPointerMove={(event) => {
        if (from.current) put(from.current.width + event.clientX - from.current.x)
      }}
      onPointerUp={() => {
        from.current = undefined
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') put(leftWidth - 16)
        if (event.key === 'ArrowRight') put(leftWidth + 16)
      }}
    />
  )
}
