import { useMemo, useRef, useState } from 'react'
import { formatPath, setPath } from '../../experiment/path.ts'
import { numberText } from '../plots/number-text.ts'
import { phasePortraitFigure, phasePortraitScene } from '../plots/phase-portrait.ts'
import { type View, wholeView } from '../plots/view.ts'
import { FigureView, SceneView } from '../runs/figure-view.tsx'
import { LiveFrame, Toggle } from '../runs/live-frame.tsx'
import { runNow } from '../runs/run-now.ts'
import { runOf } from '../runs/same-run.ts'
import { useChecked } from '../runs/use-checked.ts'
import { useInterface, useWorkbench } from '../shell/context.tsx'
import { timeExperiment } from '../studies/time-experiment.ts'
import type { OdeViews } from './ode-views.ts'
import { planarSection } from './planar-section.ts'
import { useOdeRuns } from './use-ode-runs.ts'

/** The scalars on the axes: as chosen where they are there, else the unknowns in their order. */
function axesOf(wanted: readonly string[], names: readonly string[], unknowns: readonly string[]): readonly string[] {
  const order = [...unknowns.filter((name) => names.includes(name)), ...names]
  const taken: string[] = []
  for (const name of wanted) {
    const own = names.includes(name) && !taken.includes(name) ? name : order.find((other) => !taken.includes(other))
    if (own !== undefined) taken.push(own)
  }
  return taken
}

/** Solutions in the plane of two scalars, with directions and nullclines, or in the space of three, which can be turned. */
export function PhasePortraitView() {
  const workbench = useWorkbench()
  const settings = useInterface((state) => state.odes.portrait)
  const { shown, equilibria, title, isMoving, isComputing } = useOdeRuns()
  const checked = useChecked()
  // While what is typed cannot be read the last picture stays as it was.
  const last = useRef(checked.values?.ode)
  if (checked.values?.ode) last.current = checked.values.ode
  const ode = checked.values?.ode ?? last.current
  const from = checked.plan?.time.from ?? 0
  const [view, setView] = useState<View>(wholeView)
  const scalars = shown[0]?.scalars ?? []
  const names = scalars.map(({ name }) => name)
  const unknowns = ode?.equations.unknowns ?? []
  const [x = '', y = '', z] = axesOf(settings.axes, names, unknowns)
  const isSpace =
    z !== undefined && (settings.dimension === 'auto' ? unknowns.length > 2 : settings.dimension === 'space')
  const set = (change: Partial<OdeViews['portrait']>) =>
    workbench.interface.setState(({ odes }) => ({ odes: { ...odes, portrait: { ...odes.portrait, ...change } } }))

  const others = unknowns.filter((name) => name !== x && name !== y)
  const planar = useMemo(
    () =>
      ode && !isSpace
        ? planarSection(ode.equations, { x, y, state: ode.initial, parameters: ode.parameters, time: from })
        : undefined,
    [ode, isSpace, x, y, from],
  )
  const section = others
    .map((name) => `${name} = ${numberText(ode?.initial[unknowns.indexOf(name)] ?? 0, 4)}`)
    .join(', ')
  // The trajectories are drawn as they are; what one points at in the plane is drawn for what is looked at.
  const figure = useMemo(
    () =>
      isSpace || shown.length === 0 || y === ''
        ? undefined
        : phasePortraitFigure(
            {
              title,
              trajectories: shown,
              equilibria,
              ...(planar ? { planar } : {}),
              ...(section === '' ? {} : { section }),
            },
            {
              x,
              y,
              isEqual: settings.isEqual,
              hasDirections: settings.hasDirections,
              hasNullclines: settings.hasNullclines,
              ...(view.x ? { xRange: view.x } : {}),
              ...(view.y[0] ? { yRange: view.y[0] } : {}),
            },
          ),
    [isSpace, title, shown, equilibria, planar, section, x, y, settings, view.x, view.y],
  )
  const scene = useMemo(
    () =>
      isSpace && z !== undefined && shown.length > 0
        ? phasePortraitScene({ title, trajectories: shown, equilibria }, [x, y, z], settings.camera)
        : undefined,
    [isSpace, title, shown, equilibria, x, y, z, settings.camera],
  )

  const start = (atX: number, atY: number) => {
    const experiment = timeExperiment(workbench.document.getState().history.present)
    const put = (document: typeof experiment, name: string, value: number) =>
      setPath(document, formatPath(['problem', 'initial', name]), Number(value.toPrecision(4)))
    workbench.document.edit(`Start at ${x} = ${numberText(atX, 3)}, ${y} = ${numberText(atY, 3)}`, (present) =>
      put(put(present, x, atX), y, atY),
    )
    // What was seen before the click stays, as a run of its own.
    const isKept =
      checked.plan !== undefined &&
      runOf(workbench.runs.getState().runs, { ...checked.plan.experiment, study: { type: 'time' } })
    const before = checked.plan && !isKept ? runNow(workbench, experiment) : Promise.resolve()
    const next = timeExperiment(workbench.document.getState().history.present)
    void before.then(() => runNow(workbench, next))
  }
  const canStart = unknowns.includes(x) && unknowns.includes(y)
  const setAxis = (place: number, name: string) => {
    const [a, b, c] = [x, y, z ?? ''].map((old, i) => (i === place ? name : old === name ? ([x, y, z ?? ''][place] ?? '') : old)) // biome-ignore format: one map
    set({ axes: [a ?? '', b ?? '', c ?? ''] })
  }
  return (
    <LiveFrame
      id="phase-portrait"
      hasPicture={figure !== undefined || scene !== undefined}
      isComputing={isComputing}
      controls={
        <>
          {[x, y, ...(isSpace ? [z] : [])].map((name, place) => (
            <select
              // biome-ignore lint/suspicious/noArrayIndexKey: an axis is its place
              key={place}
              className="select"
              aria-label={`Quantity on the ${['x', 'y', 'z'][place]} axis`}
              data-testid={`axis-${['x', 'y', 'z'][place]}`}
              value={name ?? ''}
              onChange={(event) => setAxis(place, event.currentTarget.value)}
            >
              {names.map((each) => (
                <option key={each}>{each}</option>
              ))}
            </select>
          ))}
          {names.length > 2 ? (
            <Toggle label="3-D" isOn={isSpace} onChange={(isOn) => set({ dimension: isOn ? 'space' : 'plane' })} />
          ) : null}
          {isSpace ? null : (
            <>
              {planar ? (
                <>
                  <Toggle
                    label="Directions"
                    isOn={settings.hasDirections}
                    onChange={(hasDirections) => set({ hasDirections })}
                  />
                  <Toggle
                    label="Nullclines"
                    isOn={settings.hasNullclines}
                    onChange={(hasNullclines) => set({ hasNullclines })}
                  />
                </>
              ) : null}
              <Toggle label="Equal axes" isOn={settings.isEqual} onChange={(isEqual) => set({ isEqual })} />
              {planar && section ? <span className="muted">at {section}</span> : null}
              {canStart ? <span className="muted">click to start a trajectory</span> : null}
            </>
          )}
        </>
      }
    >
      {scene ? <SceneView scene={scene} isMoving={isMoving} onCamera={(camera) => set({ camera })} /> : null}
      {figure ? (
        <FigureView
          figure={figure}
          isMoving={isMoving}
          view={view}
          onView={setView}
          {...(canStart ? { onPlace: start } : {})}
        />
      ) : null}
    </LiveFrame>
  )
}
