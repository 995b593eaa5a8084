import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { FieldErrors } from './field-errors.tsx'

/** Which of a catalogue the method takes; `auto` says which one it took. */
export function MethodChoice(props: {
  readonly field: 'space' | 'stepper' | 'backend'
  readonly label: string
  /** What runs. */
  readonly chosen: string | undefined
  readonly choices: readonly { readonly id: string; readonly title: string }[]
}) {
  const { field, label, chosen, choices } = props
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const path = `method.${field}`
  const id = String(experiment.method?.[field] ?? 'auto')
  const said = chosen === undefined || chosen === 'auto' ? '' : ` (${chosen})`
  return (
    <div className="switch-row method-choice" data-path={path}>
      <span className="grow">{label}</span>
      <select
        className="select"
        style={{ width: 220 }}
        aria-label={label}
        data-testid={`field-${path}`}
        value={id}
        onChange={(event) => {
          const next = event.currentTarget.value
          workbench.document.edit(label, (present) => ({ ...present, method: { ...present.method, [field]: next } }))
        }}
      >
        <option value="auto">Automatic{id === 'auto' ? said : ''}</option>
        {choices
          .filter((choice) => choice.id !== 'auto')
          .map((choice) => (
            <option key={choice.id} value={choice.id}>
              {choice.title}
            </option>
          ))}
      </select>
      <FieldErrors errors={errors.filter((error) => error.path === path)} />
    </div>
  )
}
