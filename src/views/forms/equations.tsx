import type { Problem } from '../../pde/problem.ts'
import { useChecked } from '../runs/use-checked.ts'
import { Formula } from './formula.tsx'

/** The equations that hold for these values, typeset. */
export function Equations({ problem }: { readonly problem: Problem }) {
  const { values } = useChecked()
  if (!values) return null
  const equations = equationsOf(problem, values)
  return (
    <section className="section" aria-label="Equations" data-testid="equations">
      <h2>{problem.title}</h2>
      {equations.map((equation) => (
        <div key={equation.latex} className="equation">
          <Formula latex={equation.latex} display />
          <p className="caption">{equation.caption}</p>
        </div>
      ))}
    </section>
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
