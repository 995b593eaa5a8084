import katex from 'katex'
import { useLayoutEffect, useRef } from 'react'

/** LaTeX set by KaTeX, with MathML for screen readers; what cannot be read is shown as it is. */
export function Formula({ latex, display }: { readonly latex: string; readonly display?: boolean }) {
  const place = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    if (place.current) katex.render(latex, place.current, { throwOnError: false, displayMode: display ?? false })
  }, [latex, display])
  return <span ref={place} />
}
