import type { ProblemSection } from '../../experiment/experiment.ts'
import { FormulaLeaf } from '../forms/formula-leaf.tsx'
import { NumberField } from '../forms/number-field.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useDocument, useExperiment, useWorkbench } from '../shell/context.tsx'
import { axesOf, isRandom, outlineOf, startsOf, withInitial } from './fields-logic.ts'
import { InitialFile, pickInitialFile } from './initial-file.tsx'
import { errorsAt } from './path-errors.ts'

/** The fields at the start: an expression of the coordinates, or the numbers of a file; and the seed where anything is random. */
export function InitialFieldsForm() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const { problem } = experiment
  const outline = outlineOf(problem)
  const given = problem.initial ?? {}
  const starts = startsOf(outline)
  const names = [...starts, ...Object.keys(given).filter((name) => !starts.includes(name))]
  const [axis = 'x'] = axesOf(problem)
  return (
    <section className="section" aria-label="Initial data" data-testid="initial-fields">
      <h2>Initial data</h2>
      {names.length === 0 ? <p className="muted">Every unknown of the equations gets a row here.</p> : null}
      <div className="system-table">
        {names.map((name) => {
          const value = Object.hasOwn(given, name) ? given[name] : undefined
          const isFree = outline.held.includes(name) || name.endsWith('_t')
          return (
            <div key={name} className="system-row three initial" data-path={`problem.initial.${name}`}>
              <span className="mono">{name}</span>
              {isFile(value) ? (
                <InitialFile name={name} value={value} />
              ) : (
                <FormulaLeaf
                  label={`${name} at the start`}
                  value={value === undefined ? '' : String(value)}
                  errors={errorsAt(errors, ['problem', 'initial', name])}
                  placeholder={isFree ? '0' : `exp(-${axis}^2)`}
                  testId={`initial-${name}`}
                  onText={(text, gesture) => {
                    const number = text.trim() === '' ? Number.NaN : Number(text)
                    const next = text.trim() === '' ? undefined : Number.isFinite(number) ? number : text
                    workbench.document.edit(`${name} at the start`, (present) => withInitial(present, name, next), gesture) // biome-ignore format: one call
                  }}
                  onSettle={() => workbench.document.endGesture()}
                />
              )}
              <button
                type="button"
                className="button quiet small"
                aria-label={`${name} at the start from a file`}
                title="Numbers of a CSV, NumPy or netCDF file, or the brightness of a PNG"
                data-testid={`initial-file-${name}`}
                onClick={() => void pickInitialFile(workbench, name)}
              >
                File
              </button>
            </div>
          )
        })}
      </div>
      {isRandom(problem) ? <Seed /> : null}
      <p className="small muted" style={{ marginTop: 8 }}>
        Coordinates, parameters, and normal or uniform: random numbers, one a point.
      </p>
    </section>
  )
}

type Given = NonNullable<ProblemSection['initial']>[string] | undefined

/** Whether the value is the name of a file. */
export function isFile(value: Given): value is Readonly<Record<string, string | number>> {
  return typeof value === 'object' && !Array.isArray(value)
}

/** Which random numbers are drawn: the same seed, the same field. */
function Seed() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const base = useDocument((state) => state.base.seed)
  const seed = experiment.seed ?? 0
  const put = (value: number) => workbench.document.edit('Seed', (present) => ({ ...present, seed: value }))
  return (
    <div className="switch-row" data-path="seed">
      <span className="grow">Seed</span>
      <NumberField
        path="seed"
        value={seed}
        isBare
        description={{
          name: 'seed',
          label: 'Seed',
          kind: 'integer',
          unit: '1',
          required: false,
          default: 0,
          minimum: 0,
          help: 'Of the random numbers: the same seed gives the same field and the same noise, bit for bit.',
          group: 'Initial data',
        }}
        onChange={(value) => put(Number(value))}
        onSettle={() => workbench.document.endGesture()}
        menu={{ reset: seed === (base ?? 0) ? 'It is as opened.' : () => put(base ?? 0) }}
      />
      <button type="button" className="button small" data-testid="next-seed" onClick={() => put(seed + 1)}>
        Another
      </button>
    </div>
  )
}
