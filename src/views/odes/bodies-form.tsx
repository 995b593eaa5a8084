import { BoundField, ExperimentField } from '../forms/experiment-field.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { type BodyText, describeBody, givenBodies, inDimension, withBodies, withBodyAdded, writtenBodies } from './bodies-logic.ts' // biome-ignore format: one import

/** No law of attraction acts on one body alone. */
const fewest = 2

/** Mass, position and velocity of every body, or how many are drawn by the seed. */
export function BodiesForm() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const bodies = givenBodies(experiment)
  const own = errors.filter(({ path }) => /^problem\.initial(\.(masses|positions|velocities)(\.\d+)?)?$/.test(path))
  const edit = (label: string, change: (bodies: readonly BodyText[]) => readonly BodyText[]) =>
    workbench.document.edit(label, (present) => withBodies(present, change(givenBodies(present) ?? [])))
  return (
    <section className="section" aria-label="Bodies" data-testid="bodies">
      <div className="row">
        <h2 className="grow">Bodies</h2>
        {bodies ? (
          <>
            <label className="row small">
              <input
                type="checkbox"
                data-testid="bodies-in-space"
                checked={bodies[0]?.position.length === 3}
                onChange={(event) => {
                  const size = event.currentTarget.checked ? 3 : 2
                  edit(size === 3 ? 'Bodies in space' : 'Bodies in the plane', (list) => inDimension(list, size))
                }}
              />
              in space
            </label>
            <button
              type="button"
              className="button small"
              data-testid="add-body"
              onClick={() => edit('Add a body', withBodyAdded)}
            >
              <Icon name="plus" size={12} /> Add
            </button>
          </>
        ) : null}
      </div>
      {bodies ? (
        bodies.map((body, index) => (
          <BodyRows
            // biome-ignore lint/suspicious/noArrayIndexKey: a body is its place
            key={index}
            body={body}
            index={index}
            {...(bodies.length > fewest
              ? { onRemove: () => edit(`Remove body ${index + 1}`, (list) => list.filter((_, i) => i !== index)) }
              : {})}
          />
        ))
      ) : (
        <DrawnBodies />
      )}
      {own.map((error) => (
        <p key={`${error.path} ${error.message}`} className="field-error" role="alert">
          {error.path === 'problem.initial' ? 'The section' : `Body ${Number(/\d+$/.exec(error.path)?.[0] ?? 0) + 1}`}{' '}
          {error.message}
        </p>
      ))}
    </section>
  )
}

function BodyRows(props: { readonly body: BodyText; readonly index: number; readonly onRemove?: () => void }) {
  const { body, index, onRemove } = props
  const field = (path: string, list: string, coordinate?: number) => {
    const description = describeBody(list, String(index), coordinate === undefined ? undefined : String(coordinate))
    return description ? <BoundField key={path} path={path} description={description} isBare /> : null
  }
  const vector = (list: 'positions' | 'velocities', values: readonly unknown[]) => (
    <div className="body-vector">{values.map((_, k) => field(`problem.initial.${list}.${index}.${k}`, list, k))}</div>
  )
  return (
    <fieldset className="body-rows" aria-label={`Body ${index + 1}`} data-testid={`body-${index}`}>
      <strong className="small">{index + 1}</strong>
      <span className="small muted">mass</span>
      <div className="body-vector">{field(`problem.initial.masses.${index}`, 'masses')}</div>
      {onRemove ? (
        <button
          type="button"
          className="button quiet icon small"
          aria-label={`Remove body ${index + 1}`}
          data-testid={`remove-body-${index}`}
          onClick={onRemove}
        >
          <Icon name="trash" size={13} />
        </button>
      ) : (
        <span />
      )}
      <span />
      <span className="small muted">position</span>
      {vector('positions', body.position)}
      <span />
      <span />
      <span className="small muted">velocity</span>
      {vector('velocities', body.velocity)}
      <span />
    </fieldset>
  )
}

/** How many bodies are drawn, and the way from there to a table. */
function DrawnBodies() {
  const workbench = useWorkbench()
  const drawn = useChecked().values?.bodies
  const common = { kind: 'integer', unit: '1', required: false, group: 'Bodies' } as const
  return (
    <>
      <ExperimentField
        path="problem.initial.random.bodies"
        description={{ ...common, name: 'bodies', label: 'How many', default: 3, minimum: 2, maximum: 1000, help: 'So many bodies are drawn at rest in the unit disc or ball.', slider: { from: 2, to: 20 } }} // biome-ignore format: record
      />
      <ExperimentField
        path="problem.initial.random.dimension"
        description={{ ...common, name: 'dimension', label: 'Dimensions', default: 2, minimum: 2, maximum: 3, help: '2 is the plane, 3 is space.' }} // biome-ignore format: record
      />
      <ExperimentField
        path="seed"
        description={{ ...common, name: 'seed', label: 'Seed', default: 0, minimum: 0, maximum: 4_294_967_295, help: 'Another seed draws other bodies; the same one the same.', slider: { from: 0, to: 100 } }} // biome-ignore format: record
      />
      {drawn ? (
        <button
          type="button"
          className="button small"
          style={{ marginTop: 8 }}
          data-testid="write-bodies"
          onClick={() =>
            workbench.document.edit('Write the bodies down', (present) => withBodies(present, writtenBodies(drawn)))
          }
        >
          Write these {drawn.masses.length} down, to edit them
        </button>
      ) : null}
    </>
  )
}
