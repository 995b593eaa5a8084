import type { Experiment } from '../../experiment/experiment.ts'
import { datasetsOf, type InputsStore } from '../data/inputs-store.ts'
import { errorSentences } from '../forms/describe.ts'
import type { DocumentStore } from '../shell/document-store.ts'
import { timeExperiment } from '../studies/time-experiment.ts'
import { checkExperiment, errorsOf } from './check.ts'
import type { Engine } from './engine.ts'
import type { RunsState, RunsStore } from './runs-store.ts'
import { isSameRun, runOf } from './same-run.ts'

/** What makes a numerical run long, as a text: a hand on a slider does not make every value be tried anew. */
function costOf({ problem, method, time }: Experiment): string {
  const isLoaded = (problem.components ?? []).map((component) => component.capacity !== undefined)
  const bodies = problem.id === 'n-body' ? problem.initial : undefined
  return JSON.stringify([problem.id, method, time, isLoaded, problem.equations, problem.events, bodies])
}

/** Saved times that make a smooth curve on a screen. */
const smoothSamples = 4000

/**
 * The experiment with more saved times where they cost nothing: a stepper's continuous solution at thousands of times draws a curve where
 * those saved would draw a polygon. The saved times are among them.
 */
function forPicture(experiment: Experiment): Experiment {
  const { time, problem } = experiment
  const isOde = problem.equations !== undefined || problem.id === 'n-body'
  const samples = time?.samples ?? 101
  if (!isOde || !time || time.at || samples < 2 || samples > smoothSamples / 2) return experiment
  const times = Math.floor(smoothSamples / (samples - 1))
  return { ...experiment, time: { ...time, samples: times * (samples - 1) + 1 } }
}

export interface LiveParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly inputs: InputsStore
  readonly runs: RunsStore
  /** One call a frame: `requestAnimationFrame` in the window. */
  readonly schedule: (callback: () => void) => void
}

/** Below this a method follows the hand; above it waits for Space. */
const liveSeconds = 1
/** Below this a guess from the first steps of an integrator is worth being tried. */
const guessedSeconds = 5

/**
 * Keeps the live curve up with the experiment: one look a frame, at most one curve in the worker and the newest experiment
 * next (the engine drops those between), older results never over newer ones. Returns how to stop it.
 */
export function followExperiment(parts: LiveParts): () => void {
  const { engine, document, inputs, runs, schedule } = parts
  let isScheduled = false
  let asked: Experiment | undefined
  let isStopped = false
  /** Tried and failed: not again before something changes. */
  let failed: Experiment | undefined
  /** Seconds by what makes a numerical run long, by trial and then as they were. */
  const tried = new Map<
    string,
    { readonly seconds: number | undefined; readonly problem: Experiment['problem']; readonly isGuess: boolean }
  >()

  const wake = () => {
    if (isScheduled || isStopped) return
    isScheduled = true
    schedule(() => {
      isScheduled = false
      consider()
    })
  }

  const consider = () => {
    const { history, isOpen } = document.getState()
    // The pictures show the solution whatever is asked of it: a study is run, its result stays beside them.
    const experiment = timeExperiment(history.present)
    if (!isOpen || isStopped) return
    if (asked && isSameRun(asked, experiment)) return
    const state = runs.getState()
    if (state.liveOf && isSameRun(state.liveOf, experiment) && !state.liveTrouble && !state.waiting) return
    if (failed && isSameRun(failed, experiment)) return
    const checked = checkExperiment(experiment, datasetsOf(inputs.getState()))
    if (!checked.ok) {
      runs.setState({
        liveTrouble: errorSentences(experiment, checked.errors),
        waiting: undefined,
      })
      return
    }
    if (checked.plan.values.fields) {
      // Fields live in a session of their own: `fields/follow-fields.ts`.
      runs.setState({ live: undefined, liveOf: experiment, waiting: undefined, liveTrouble: undefined })
      return
    }
    const { method, backend, why, compute } = checked.plan
    const described = checked.plan.problem.methods.find((each) => each.id === method)
    const isStepped = described?.isStepped ?? false
    const known = runOf(state.runs, checked.plan.experiment)
    // The list has it already: that run is the picture.
    const showRun = () =>
      runs.setState({ live: undefined, liveOf: experiment, waiting: undefined, liveTrouble: undefined })
    if (method === 'finite-volume' && known) {
      showRun()
      return
    }
    if (method === 'finite-volume' || isStepped) {
      const trial = tried.get(costOf(experiment))
      const seconds = trial?.seconds
      // The first steps, with cold code, make a guess too long; a curve that is begun in vain is cut short.
      const most = isStepped && trial?.isGuess ? guessedSeconds : liveSeconds
      const isSlow = trial !== undefined && (seconds === undefined || seconds > most)
      if (isSlow && known) {
        showRun()
        return
      }
      // A stiff value of a parameter makes a system slow, and another one fast again.
      if (!trial || (isSlow && isStepped && trial.problem !== experiment.problem)) {
        void tryOut(experiment)
        return
      }
      if (isSlow) {
        const title = described?.title ?? method
        runs.setState({
          waiting: { method, title, ...(seconds === undefined ? {} : { seconds }) },
          liveTrouble: undefined,
        })
        return
      }
    }
    void follow(experiment, { method, backend, why, precision: compute.precision })
  }

  const tryOut = async (experiment: Experiment) => {
    asked = experiment
    // What cannot be tried may still run: it then waits for Space.
    const seconds = await engine.estimate(experiment, datasetsOf(inputs.getState())).catch(() => undefined)
    if (asked === experiment) asked = undefined
    tried.set(costOf(experiment), { seconds, problem: experiment.problem, isGuess: true })
    wake()
  }

  const follow = async (experiment: Experiment, livePlan: RunsState['livePlan']) => {
    asked = experiment
    try {
      const curve = await engine.simulate(forPicture(experiment), datasetsOf(inputs.getState()))
      if (isStopped || !curve) return
      failed = undefined
      // What the trial found or a slower value of a slider has taken: a curve that was cut short takes longer than all of it.
      if (tried.has(costOf(experiment)) && curve.milliseconds > 0)
        tried.set(costOf(experiment), {
          seconds: curve.isCut ? undefined : curve.milliseconds / 1000,
          problem: experiment.problem,
          isGuess: false,
        })
      if (curve.isCut) {
        wake()
        return
      }
      runs.setState({ live: curve, liveOf: experiment, livePlan, liveTrouble: undefined, waiting: undefined })
    } catch (error) {
      if (isStopped || asked !== experiment) return
      failed = experiment
      runs.setState({
        liveTrouble: errorSentences(experiment, errorsOf(error)),
        waiting: undefined,
      })
    } finally {
      if (asked === experiment) asked = undefined
      // The experiment may have gone back to what was shown before: look again.
      if (!isSameRun(timeExperiment(document.getState().history.present), experiment)) wake()
    }
  }

  const unsubscribe = [
    document.subscribe(wake),
    inputs.subscribe(wake),
    runs.subscribe((state, before) => {
      if (state.activeId !== before.activeId) wake()
    }),
  ]
  wake()
  return () => {
    isStopped = true
    for (const stop of unsubscribe) stop()
  }
}
