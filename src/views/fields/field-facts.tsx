import { useEffect, useState } from 'react'
import { numberText } from '../plots/number-text.ts'
import { useWorkbench } from '../shell/context.tsx'

/** Milliseconds between two readings: digits that change sixty times a second cannot be read. */
const every = 200

/** Backend, method, step and conserved quantities of the living solution, for the strip. */
export function FieldFacts() {
  const { fields } = useWorkbench()
  const [state, setState] = useState(fields.getState())
  useEffect(() => {
    setState(fields.getState())
    const timer = setInterval(() => setState(fields.getState()), every)
    return () => clearInterval(timer)
  }, [fields])
  const { opened, frame, status } = state
  if (!opened) return <span>{status === 'failed' ? <span className="danger-text">Not computed</span> : 'Preparing the solution…'}</span>
  const { compute, backend, space, stepper, why, invariants } = opened
  const kept = opened.scalars.flatMap(({ name, label }, i) => (name.startsWith('integral.') ? [{ label: label ?? name, value: frame?.scalars[i] }] : [])) // biome-ignore format: one thought
  return (
    <>
      <span className="badge" data-testid="backend-badge" title={why.join('\n')}>
        {backend} {compute.precision}
      </span>
      <span data-testid="method">
        {space}, {stepper}
      </span>
      {stepper === 'none' ? null : (
        <span className="tabular field-fact" data-testid="field-step">
          step {numberText(frame?.step ?? 0, 3)} · {numberText(frame?.rate ?? 0, 2)} steps/s
        </span>
      )}
      {invariants.map((name, i) => (
        <span key={name} className="tabular field-fact" data-testid="field-drift">
          {name} drift {numberText(frame?.drifts[i] ?? 0, 2)}
        </span>
      ))}
      {invariants.length > 0
        ? null
        : kept.slice(0, 2).map(({ label, value }) => (
            <span key={label} className="tabular field-fact" title="What the discretisation conserves where the equations do">
              {label} {numberText(value ?? Number.NaN, 5)}
            </span>
          ))}
      <span className="grow" />
      <span className="tabular" data-testid="field-steps">
        {frame?.steps ?? 0} steps
      </span>
    </>
  )
} // biome-ignore format: long attributes
