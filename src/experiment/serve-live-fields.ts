import { InvalidInput } from '../core/errors.ts'
import { type FromLiveFields, frameCredits, parseToLiveFields, type ToLiveFields } from './live-fields.ts'
import { type LiveFields, makeLiveFields } from './makers/field-live.ts'
import type { Port } from './messages.ts'
import { makeTicker } from './tick.ts'

/** Milliseconds of computing before a frame goes out and messages are heard: less than a frame of the screen has. */
const slice = 12
/** Longer pauses of the page (a hidden tab) are no time to be caught up with. */
const longestPause = 0.1
/** Seconds for which a step that reached far ahead keeps the picture still. */
const longestWait = 0.25
/** Numbers of the whole field cost more than the picture; they are read so many milliseconds apart. */
const numbersEvery = 100
/** A step is as long as the simulated time of one frame of the screen, so that the picture moves evenly. */
const frameSeconds = 1 / 60

interface Living {
  readonly id: number
  readonly fields: LiveFields
  isPlaying: boolean
  isFailed: boolean
  isClosed: boolean
  /** A picture is owed though nothing is stepped: after a change. */
  isDue: boolean
  speed: number | undefined
  credit: number
  wake?: (() => void) | undefined
}

/**
 * Serves living solutions over a port: each steps for as long as it is looked at and sends a frame for each that was taken. Changes are
 * heard between slices of computing.
 * @returns stops listening and ends all
 */
export function serveLiveFields(port: Port, clock: () => number): () => void {
  const sessions = new Map<number, Living>()
  const send = (message: FromLiveFields, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const fail = (id: number, error: unknown) => {
    const said = error instanceof Error ? error.message : String(error)
    const message = error instanceof InvalidInput ? error.errors.map((each) => each.message).join('; ') : said
    send({ type: 'live-failed', id, message })
  }

  const live = async (session: Living): Promise<void> => {
    const { id, fields } = session
    const ticker = makeTicker()
    let numbers = fields.numbers()
    let readAt = clock()
    let [looked, head] = [clock(), fields.time()]
    /** Milliseconds that a step takes, and steps a second, smoothed. */
    let [cost, rate] = [0, 0]
    const step = () => {
      const now = clock()
      const elapsed = (now - looked) / 1000
      const passed = Math.min(longestPause, elapsed)
      looked = now
      const { speed } = session
      const before = fields.steps()
      if (speed === undefined) fields.advance(Number.POSITIVE_INFINITY, slice, clock, Number.POSITIVE_INFINITY)
      else {
        // What could not be computed in its time is not owed, and a long step is waited for only so long.
        head = Math.min(fields.time(), Math.max(head, fields.time() - speed * longestWait)) + speed * passed
        fields.advance(head, slice, clock, speed * Math.max(frameSeconds, cost / 1000))
      }
      const count = fields.steps() - before
      const spent = clock() - now
      if (count > 0) cost += 0.3 * (spent / count - cost)
      // Over about half a second, however long a step takes.
      if (elapsed > 0) rate += Math.min(1, 2 * elapsed) * (count / elapsed - rate)
      return count
    }
    const show = () => {
      session.credit--
      session.isDue = false
      if (clock() - readAt > numbersEvery || !session.isPlaying) {
        numbers = fields.numbers()
        readAt = clock()
      }
      const { values, extremes } = fields.moment()
      const frame = {
        time: fields.time(),
        steps: fields.steps(),
        values,
        extremes,
        scalars: numbers.scalars,
        drifts: numbers.drifts,
        rate: session.isPlaying ? rate : 0,
        step: fields.step(),
        isPlaying: session.isPlaying && !fields.isTimeless,
      }
      send({ type: 'live-frame', id, frame }, values.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer)) // biome-ignore format: one call
    }
    try {
      while (!session.isClosed) {
        const mayStep = session.isPlaying && !session.isFailed && !fields.isTimeless
        if (session.credit <= 0 || !(mayStep || session.isDue)) {
          await new Promise<void>((resolve) => {
            session.wake = resolve
          })
          if (!mayStep) {
            looked = clock()
            head = fields.time()
          }
          continue
        }
        let hasMoved = session.isDue
        try {
          if (mayStep) hasMoved = step() > 0 || hasMoved
        } catch (error) {
          session.isFailed = true
          hasMoved = true
          fail(id, error)
        }
        if (hasMoved) show()
        // Nothing is due yet: the next step comes later.
        else await new Promise<void>((resolve) => setTimeout(resolve, 4))
        await ticker.tick()
      }
    } finally {
      ticker.close()
      fields.close()
    }
  }

  const open = (message: Extract<ToLiveFields, { type: 'live-open' }>) => {
    const { id, experiment, inputs } = message
    try {
      const fields = makeLiveFields(experiment, inputs)
      const session: Living = { id, fields, isPlaying: message.isPlaying ?? true, isFailed: false, isClosed: false, isDue: true, speed: message.speed, credit: frameCredits } // biome-ignore format: record
      sessions.set(id, session)
      send({ type: 'live-opened', id, opened: fields.opened() })
      void live(session)
    } catch (error) {
      fail(id, error)
    }
  }

  const control = (session: Living, action: Extract<ToLiveFields, { type: 'live-control' }>['action']) => {
    if (action === 'close') {
      session.isClosed = true
      sessions.delete(session.id)
    } else if (action === 'step') {
      session.isPlaying = false
      session.fields.takeStep()
    } else session.isPlaying = action === 'play'
    session.isDue = true
  }

  const stop = port.onMessage((data) => {
    const message = parseToLiveFields(data)
    if (message?.type === 'live-open') {
      open(message)
      return
    }
    const session = message && sessions.get(message.id)
    if (!message || !session) return
    try {
      if (message.type === 'live-credit') session.credit++
      else if (message.type === 'live-speed') session.speed = message.speed
      else if (message.type === 'live-control') control(session, message.action)
      else {
        session.fields.change(message.change)
        session.isFailed = false
        session.isDue = true
        // What was chosen may have changed with the parameters.
        if (message.change.kind === 'parameters') send({ type: 'live-opened', id: session.id, opened: session.fields.opened() }) // biome-ignore format: one call
      }
    } catch (error) {
      session.isFailed = true
      fail(session.id, error)
    }
    session.wake?.()
  })
  return () => {
    stop()
    for (const session of sessions.values()) {
      session.isClosed = true
      session.wake?.()
    }
  }
}
