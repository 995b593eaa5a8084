import { formatPath, setPath } from '../../experiment/path.ts'
import type { Problem } from '../../pde/problem.ts'
import { BoundField } from '../forms/experiment-field.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { statesOf } from './system-logic.ts'
import { TextLeaf } from './text-leaf.tsx'

/** The value of every unknown at the start: a number, or an expression of the parameters. */
export function InitialForm({ problem }: { readonly problem: Problem }) {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const given = experiment.problem.initial ?? {}
  const states = statesOf(experiment.problem.equations ?? [])
  const names = [...states, ...Object.keys(given).filter((name) => !states.includes(name))]
  if (names.length === 0) return null
  return (
    <section className="section" aria-label="Initial values">
      <h2>Initial values</h2>
      <div className="system-table">
        {names.map((name) => {
          const path = formatPath(['problem', 'initial', name])
          const description = problem.initial?.find((each) => each.name === name)
          const error = errors.find((each) => each.path === path)?.message
          return (
            <div key={name} className="system-row two" data-path={path}>
              <span className="mono">{name}</span>
              {description ? (
                <BoundField path={path} description={description} name={`${name} at the start`} />
              ) : (
                <TextLeaf
                  label={`${name} at the start`}
                  value={typeof given[name] === 'string' ? given[name] : ''}
                  isMono
                  error={error}
                  testId={`initial-${name}`}
                  onText={(text) =>
                    workbench.document.edit(`${name} at the start`, (present) =>
                      setPath(present, path, text !== '' && Number.isFinite(Number(text)) ? Number(text) : text),
                    )
                  }
                />
              )}
            </div>
          )
        })}
      </div>
    </section>
  )
}
