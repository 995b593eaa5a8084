import { useLayoutEffect, useRef } from 'react'
import type { Problem } from '../../pde/problem.ts'
import { useChecked } from '../runs/use-checked.ts'
import { Formula } from './formula.tsx'

/** The equations that hold for these values, typeset, each small enough for the panel. */
export function Equations({ problem }: { readonly problem: Problem }) {
  const { values } = useChecked()
  if (!values) return null
  return (
    <section className="section" aria-label="Equations" data-testid="equations">
      <h2>{problem.title}</h2>
      {equationsOf(problem, values).map((equation) => (
        <div key={equation.latex} className="equation">
          <FittingFormula latex={equation.latex} />
          <p className="caption">{equation.caption}</p>
        </div>
      ))}
    </section>
  )
}

/** A formula made smaller, down to seven tenths, until it fits; below that it scrolls. */
export function FittingFormula({ latex }: { readonly latex: string }) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another formula has another width
  useLayoutEffect(() => {
    const box = place.current
    if (!box) return
    const shrink = () => {
      box.style.fontSize = ''
      const share = box.clientWidth / Math.max(1, box.scrollWidth)
      if (share < 1) box.style.fontSize = `${Math.max(0.7, share * 0.99) * 100}%`
    }
    // KaTeX draws in an effect of the child, which runs before this one; its fonts come later.
    shrink()
    void document.fonts.ready.then(shrink)
    const observer = new ResizeObserver(shrink)
    observer.observe(box)
    return () => observer.disconnect()
  }, [latex])
  return (
    <div ref={place} className="formula">
      <Formula latex={latex} display />
    </div>
  )
}

/** While a value is missing the equations stay away; the field says what is missing. */
function equationsOf(problem: Problem, values: Parameters<Problem['equations']>[0]) {
  try {
    return problem.equations(values)
  } catch {
    return []
  }
}
