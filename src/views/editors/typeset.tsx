import { useRef } from 'react'
import type { EquationText } from '../../pde/problem.ts'
import { FittingFormula } from '../forms/equations.tsx'

/** The last equations that could be read, greyed while those in the editor cannot. */
export function Typeset({ equations }: { readonly equations: readonly EquationText[] | undefined }) {
  const last = useRef<readonly EquationText[]>([])
  if (equations) last.current = equations
  return (
    <div
      className={`typeset ${equations ? '' : 'stale'}`}
      aria-hidden={equations ? undefined : true}
      data-testid="typeset"
    >
      {last.current.map((equation) => (
        <div key={equation.latex} className="equation">
          <FittingFormula latex={equation.latex} />
          {equation.caption ? <p className="caption">{equation.caption}</p> : null}
        </div>
      ))}
    </div>
  )
}
