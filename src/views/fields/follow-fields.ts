import type { Experiment } from '../../experiment/experiment.ts'
import type { LiveFrame } from '../../experiment/live-fields.ts'
import type { Plan } from '../../experiment/plan.ts'
import type { TypedFields } from '../../pde/problem.ts'
import { datasetsOf, type InputsStore } from '../data/inputs-store.ts'
import { checkExperiment } from '../runs/check.ts'
import type { Engine } from '../runs/engine.ts'
import type { DocumentStore } from '../shell/document-store.ts'
import type { InterfaceStore } from '../shell/interface-store.ts'
import { timeExperiment } from '../studies/time-experiment.ts'
import { firstFieldSettings } from './field-settings.ts'
import type { FieldsStore } from './fields-store.ts'

export interface FollowFieldsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly inputs: InputsStore
  readonly fields: FieldsStore
  readonly window: InterfaceStore
  /** One call a frame of the screen. */
  readonly schedule: (callback: () => void) => void
}

/** Seconds in which what the experiment asks for has passed by. */
const showSeconds = 15

/** Everything but the values of the parameters: as long as this is the same, sliders move what is there. */
function kindOf({ experiment, values, seed }: Plan): string {
  const { parameters: _, ...problem } = experiment.problem
  return JSON.stringify([problem, values.fields?.domain, experiment.method, experiment.observe, seed])
}

const numbersOf = ({ equations, parameters }: TypedFields): Readonly<Record<string, number>> =>
  Object.fromEntries(equations.parameters.map((name, i) => [name, parameters[i] ?? Number.NaN]))

/** Keeps a living solution up with the experiment in front: opened with it, its parameters moved with the sliders. Returns how to stop. */
export function followFields(parts: FollowFieldsParts): () => void {
  const { engine, document, inputs, fields, window, schedule } = parts
  let isScheduled = false
  let isStopped = false
  let kind: string | undefined
  let parameters = ''
  let seen: { readonly experiment: Experiment; readonly inputs: unknown } | undefined
  /** Frames taken while nobody could see them: the next come when somebody can. */
  let held = 0

  const isSeen = () => window.getState().place !== 'gallery'
  const close = () => {
    fields.getState().handle?.close()
    kind = undefined
    held = 0
  }
  const take = (frame: LiveFrame) => {
    fields.setState((state) => ({ frame, ...(state.status === 'opening' ? { status: 'open' as const } : {}) }))
    if (isSeen()) schedule(() => fields.getState().handle?.taken())
    else held++
  }

  const open = (plan: Plan, experiment: Experiment) => {
    close()
    const { time } = plan
    const before = fields.getState()
    const isOther = before.of?.problem.id !== experiment.problem.id || document.getState().base !== base
    base = document.getState().base
    const firstSpeed = Math.abs(time.to - time.from) / showSeconds || 1
    const speed = isOther ? firstSpeed : before.speed
    const isPlaying = isOther || before.isPlaying
    const handle = engine.liveFields(experiment, datasetsOf(inputs.getState()), { speed, isPlaying }, {
      onOpened: (opened) => isOf() && fields.setState({ opened }),
      onFrame: (frame) => isOf() && take(frame),
      onFailed: (failure) => isOf() && fields.setState({ status: 'failed', failure }),
    }) // biome-ignore format: one call
    const isOf = () => fields.getState().handle === handle
    fields.setState({
      status: 'opening',
      handle,
      of: experiment,
      failure: undefined,
      isPlaying,
      speed,
      firstSpeed,
      timeUnit: time.unit,
      seed: plan.seed,
      // Another experiment is looked at anew; of the same one the last picture stays until the next is there.
      ...(isOther ? { opened: undefined, frame: undefined, settings: firstFieldSettings } : {}),
    })
  }
  let base: Experiment | undefined

  const consider = () => {
    const { history, isOpen } = document.getState()
    const experiment = timeExperiment(history.present)
    if (seen?.experiment === experiment && seen.inputs === inputs.getState().inputs) return
    seen = { experiment, inputs: inputs.getState().inputs }
    if (!isOpen || experiment.problem.id !== 'typed-pde') {
      if (fields.getState().status === 'none') return
      close()
      fields.setState({ status: 'none', handle: undefined, of: undefined, opened: undefined, frame: undefined, failure: undefined }) // biome-ignore format: record
      return
    }
    const checked = checkExperiment(experiment, datasetsOf(inputs.getState()))
    // What is wrong is said by the form and over the last picture.
    if (!checked.ok || !checked.plan.values.fields) return
    const next = kindOf(checked.plan)
    const numbers = numbersOf(checked.plan.values.fields)
    const text = JSON.stringify(numbers)
    const isOther = document.getState().base !== base
    if (next !== kind || isOther) open(checked.plan, experiment)
    else if (text !== parameters) fields.change({ kind: 'parameters', values: numbers })
    kind = next
    parameters = text
    fields.setState({ of: experiment })
  }

  const wake = () => {
    if (isScheduled || isStopped) return
    isScheduled = true
    schedule(() => {
      isScheduled = false
      if (!isStopped) consider()
    })
  }
  const stops = [
    document.subscribe(wake),
    inputs.subscribe(wake),
    window.subscribe(() => {
      if (!isSeen()) return
      for (; held > 0; held--) fields.getState().handle?.taken()
    }),
  ]
  wake()
  return () => {
    isStopped = true
    close()
    for (const stop of stops) stop()
  }
}
