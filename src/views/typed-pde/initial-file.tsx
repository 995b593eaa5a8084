import type { PickedFile } from '../../experiment/host.ts'
import { formatPath, setPath } from '../../experiment/path.ts'
import { FieldErrors } from '../forms/field-errors.tsx'
import { NumberField } from '../forms/number-field.tsx'
import { errorsOf } from '../runs/check.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useInputs, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import type { Workbench } from '../shell/workbench.ts'
import { firstInitial, withInitial } from './fields-logic.ts'

/** Reads a file and makes its numbers the start of an unknown; the file is kept with the window, the experiment names it. */
async function takeInitialFile(workbench: Workbench, unknown: string, file: PickedFile): Promise<void> {
  try {
    const { name, bytes } = file
    const dataset = await workbench.engine.read({ name, bytes }, {})
    workbench.inputs.setState((state) => ({ inputs: { ...state.inputs, [name]: { file: { name, bytes }, dataset } } }))
    workbench.document.edit(`${unknown} from ${name}`, (present) => withInitial(present, unknown, { file: name }))
  } catch (error) {
    const why = errorsOf(error).map(({ message }) => message)
    workbench.interface.notify('error', `${file.name}: ${why.join(' ')}`)
  }
}

/** Asks for a file and takes it. */
export async function pickInitialFile(workbench: Workbench, unknown: string): Promise<void> {
  const [file] = await workbench.desk.openFiles({
    title: `${unknown} at the start`,
    extensions: ['csv', 'tsv', 'txt', 'npy', 'npz', 'nc', 'png'],
    multiple: false,
  })
  if (file) await takeInitialFile(workbench, unknown, file)
}

/** The file that an unknown begins with: its name, which part of it, and of a picture the values of black and white. */
export function InitialFile(props: {
  readonly name: string
  readonly value: Readonly<Record<string, string | number>>
}) {
  const { name, value } = props
  const workbench = useWorkbench()
  const { errors } = useChecked()
  const file = String(value.file ?? '')
  const dataset = useInputs((state) => state.inputs[file]?.dataset)
  const keys = ['problem', 'initial', name]
  const own = errors.filter(({ path }) => path.startsWith(formatPath(keys)))
  const isPicture = dataset?.arrays?.some((array) => array.isPicture) ?? false
  const arrays = dataset?.arrays?.map((array) => array.name) ?? []
  const columns =
    dataset?.tables[0]?.columns.map((column) => column.name).filter((one) => !/^[xyzrt]$/i.test(one)) ?? []
  const [field, choices] = arrays.length > 0 ? (['array', arrays] as const) : (['column', columns] as const)
  const put = (key: string, next: string | number) =>
    workbench.document.edit(`${key} of ${file}`, (present) => setPath(present, formatPath([...keys, key]), next))
  return (
    <div className="initial-file">
      <div className="row" style={{ gap: 4 }}>
        <span className="mono grow" title={file}>
          {file}
        </span>
        <button
          type="button"
          className="button quiet icon small"
          aria-label={`${name} as an expression again`}
          onClick={() =>
            workbench.document.edit(`${name} at the start`, (present) =>
              withInitial(present, name, firstInitial(present.problem)),
            )
          }
        >
          <Icon name="close" size={12} />
        </button>
      </div>
      {choices.length > 1 ? (
        <select
          className="select"
          aria-label={`Which ${field} of ${file}`}
          value={String(value[field] ?? '')}
          onChange={(event) => put(field, event.currentTarget.value)}
        >
          {value[field] === undefined ? <option value="">Choose a {field}</option> : null}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : null}
      {isPicture
        ? (['from', 'to'] as const).map((end) => (
            <div key={end} className="row small" style={{ gap: 4 }}>
              <span className="grow muted">{end === 'from' ? 'Black is' : 'White is'}</span>
              <NumberField
                path={formatPath([...keys, end])}
                value={value[end] ?? (end === 'from' ? 0 : 1)}
                name={`${name}, ${end === 'from' ? 'black' : 'white'}`}
                isBare
                description={{
                  name: end,
                  label: end === 'from' ? 'Black' : 'White',
                  kind: 'number',
                  unit: '1',
                  required: false,
                  help: 'The value of this brightness; between black and white it is linear.',
                  group: 'Initial data',
                }}
                onChange={(next) => put(end, next)}
                onSettle={() => workbench.document.endGesture()}
                menu={{}}
              />
            </div>
          ))
        : null}
      <FieldErrors errors={own} />
    </div>
  )
}
