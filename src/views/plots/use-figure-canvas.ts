import { useMemo, useRef } from 'react'
import type { Figure } from './figure.ts'
import type { Picture } from './pictures.ts'
import type { FigureLayout } from './placed.ts'
import { useSize } from './use-size.ts'
import { layoutView, type View } from './view.ts'

/**
 * A figure in a view, laid out for the element `frame`, and the picture of it for the canvas inside; both undefined where there is no
 * place for them. `drawn` has the layout for hands: the place that they touch is the one they see.
 */
export function useFigureCanvas(
  figure: Figure,
  theme: 'light' | 'dark',
  view: View,
  { fontSize, title }: { readonly fontSize: number; readonly title: boolean },
) {
  const frame = useRef<HTMLDivElement>(null)
  const drawn = useRef<FigureLayout>(undefined)
  const size = useSize(frame)
  const isShown = size.width >= 40 && size.height >= 40
  const layout = useMemo(
    () => (isShown ? layoutView(figure, { ...size, fontSize, title }, view) : undefined),
    [figure, size, fontSize, title, view, isShown],
  )
  drawn.current = layout
  const picture = useMemo(
    (): Picture | undefined =>
      isShown ? { kind: 'figure', figure, page: { ...size, fontSize, title }, view, theme } : undefined,
    [figure, size, fontSize, title, view, theme, isShown],
  )
  return { frame, drawn, size, layout, picture }
}
