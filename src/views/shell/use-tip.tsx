import { type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { textWidth } from '../plots/text-metrics.ts'

/** Milliseconds that a pointer rests before it is told where it is. */
const delay = 400
/** Largest width, height of a line with its padding, distance from the element and from the window's edges; CSS pixels. */
const [most, height, away, edge] = [320, 24, 6, 4]

/**
 * A word about an element when the pointer rests on it: the handlers for the element, and the word to be put beside it. Placed once by
 * the element's own rectangle and the widths of letters: nothing measures or follows, so that it costs next to nothing where a page has
 * dozens of buttons and a run streams.
 */
export function useTip(text: string): {
  readonly handlers: {
    readonly onPointerEnter: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerLeave: () => void
    readonly onPointerDown: () => void
    readonly 'aria-describedby': string | undefined
  }
  readonly tip: ReactNode
} {
  const id = useId()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [place, setPlace] = useState<DOMRect>()
  const end = () => {
    clearTimeout(timer.current)
    setPlace(undefined)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const onPointerEnter = ({ currentTarget, pointerType }: PointerEvent<HTMLElement>) => {
    if (pointerType === 'touch') return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      if (currentTarget.isConnected) setPlace(currentTarget.getBoundingClientRect())
    }, delay)
  }
  return {
    handlers: {
      onPointerEnter,
      onPointerLeave: end,
      onPointerDown: end,
      'aria-describedby': place ? id : undefined,
    },
    tip: place
      ? createPortal(
          <div id={id} role="tooltip" className="tip" style={{ ...placeOf(place, text), maxWidth: most }}>
            {text}
          </div>,
          document.body,
        )
      : null,
  }
}

/** Below the middle of the element, above it at the foot of the window, never beyond an edge. */
function placeOf({ left, width, top, bottom }: DOMRect, text: string) {
  const own = Math.min(most, Math.max(...text.split('\n').map((line) => textWidth(line, 11))) + 18)
  const from = Math.max(edge, Math.min(innerWidth - own - edge, left + width / 2 - own / 2))
  return bottom + away + height > innerHeight ? { left: from, bottom: innerHeight - top + away } : { left: from, top: bottom + away } // biome-ignore format: one choice
}
