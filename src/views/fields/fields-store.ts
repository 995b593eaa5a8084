import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Experiment } from '../../experiment/experiment.ts'
import type { LiveChange, LiveFrame, LiveOpened } from '../../experiment/live-fields.ts'
import type { LiveHandle } from '../../experiment/live-fields-client.ts'
import { type FieldSettings, firstFieldSettings } from './field-settings.ts'

/** The living solution in front. */
export interface FieldsState {
  /** `none`: what is in front has no fields. `failed`: it could not begin, or not go on; the last frame stays. */
  readonly status: 'none' | 'opening' | 'open' | 'failed'
  readonly of?: Experiment
  readonly opened?: LiveOpened
  readonly frame?: LiveFrame
  readonly failure?: string
  /** What was asked for: a failed session does not step. */
  readonly isPlaying: boolean
  /** Simulated time a second; undefined: as fast as it can be computed. */
  readonly speed: number | undefined
  /** The speed at which it was opened. */
  readonly firstSpeed: number
  /** '1' where time has none. */
  readonly timeUnit: string
  readonly seed: number
  /** A video is being made of the picture. */
  readonly isRecording: boolean
  readonly settings: FieldSettings
  readonly handle?: LiveHandle
}

export interface FieldsStore extends StoreApi<FieldsState> {
  set(settings: Partial<FieldSettings>): void
  change(change: LiveChange): void
  toggle(): void
  step(): void
  /** From the beginning, with another seed where one is given; it plays as it did. */
  reset(seed?: number): void
  setSpeed(speed: number | undefined): void
}

/** The one store of the living solution. */
export function makeFieldsStore(): FieldsStore {
  const store = createStore<FieldsState>(() => ({ status: 'none', isPlaying: true, speed: 1, firstSpeed: 1, timeUnit: '1', seed: 0, isRecording: false, settings: firstFieldSettings })) // biome-ignore format: record
  const { getState, setState } = store
  const change = (next: LiveChange) => {
    getState().handle?.change(next)
    if (getState().status === 'failed' && getState().opened) setState({ status: 'open', failure: undefined })
  }
  return {
    ...store,
    set: (settings) => setState((state) => ({ settings: { ...state.settings, ...settings } })),
    change,
    toggle() {
      const { isPlaying, handle } = getState()
      if (isPlaying) handle?.pause()
      else handle?.play()
      setState({ isPlaying: !isPlaying })
    },
    step() {
      setState({ isPlaying: false })
      getState().handle?.step()
    },
    reset(seed) {
      if (seed !== undefined) setState({ seed })
      change(seed === undefined ? { kind: 'reset' } : { kind: 'reset', seed })
    },
    setSpeed(speed) {
      setState({ speed })
      getState().handle?.setSpeed(speed)
    },
  }
}
