import { formatPath } from '../../experiment/path.ts'
import type { ParameterDescription } from '../../pde/problem.ts'
import { parseNumberText } from '../forms/experiment-field.tsx'
import { NumberField } from '../forms/number-field.tsx'
import { statesOf } from '../odes/system-logic.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { boxAround, withStudyField } from './study-logic.ts'
import { useGround } from './use-ground.ts'

/** Where equilibria are searched: from and to of every unknown. */
export function BoxTable() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const ode = useChecked().values?.ode
  const ground = useGround()
  const names = ode?.equations.unknowns ?? statesOf(experiment.problem.equations ?? [])
  const box: Readonly<Record<string, unknown>> = Object(experiment.study?.box)
  const rangeOf = (name: string): readonly unknown[] | undefined => {
    const range = box[name]
    return Array.isArray(range) ? range : undefined
  }
  const put = (name: string, place: 0 | 1, value: number | string, gesture?: string) =>
    workbench.document.edit(
      `Box of ${name}`,
      (present) => {
        const before: Readonly<Record<string, unknown>> = Object(present.study?.box)
        const old = before[name]
        const [from, to] = Array.isArray(old) ? old : [-1, 1]
        const kept = Object.fromEntries(Object.entries(before).filter(([each]) => names.includes(each)))
        return withStudyField(present, 'box', { ...kept, [name]: place === 0 ? [value, to] : [from, value] })
      },
      gesture,
    )
  const number = (name: string, place: 0 | 1) => {
    const path = formatPath(['study', 'box', name, String(place)])
    const label = `${place === 0 ? 'From' : 'To'}, ${name}`
    const description: ParameterDescription = { name, label, help: '', kind: 'number', unit: '1', required: false, group: 'Study' } // biome-ignore format: record
    return (
      <NumberField
        description={description}
        path={path}
        value={parseNumberText(rangeOf(name)?.[place]) ?? ''}
        isBare
        onChange={(value, gesture) => put(name, place, value, gesture)}
        onSettle={() => workbench.document.endGesture()}
        menu={{}}
      />
    )
  }
  return (
    <fieldset className="study-box" data-testid="study-box">
      <legend className="row">
        <span className="grow">Box</span>
        <button
          type="button"
          className="button small"
          data-testid="box-from-seen"
          title="Half wider on each side than the trajectories on the screen, with zero in it"
          onClick={() => {
            const around = boxAround(ground())
            if (around)
              workbench.document.edit('Box around the trajectories', (present) =>
                withStudyField(present, 'box', around),
              )
            else workbench.interface.notify('info', 'No trajectory is on the screen yet.')
          }}
        >
          Around what is seen
        </button>
      </legend>
      <div className="study-box-rows">
        {names.map((name) => (
          <div key={name} className="study-box-row">
            <span className="mono">{name}</span>
            {rangeOf(name) ? (
              <>
                {number(name, 0)}
                {number(name, 1)}
              </>
            ) : (
              <button type="button" className="button quiet small wide" onClick={() => put(name, 0, -1)}>
                guessed; give a range
              </button>
            )}
          </div>
        ))}
      </div>
    </fieldset>
  )
}
