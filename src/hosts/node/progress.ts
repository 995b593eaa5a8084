import type { RunEvent } from '../../experiment/run-event.ts'
import type { CommandIo } from './command.ts'

/** `1 h 02 min`, `3 min 20 s`, `12 s`, `0.4 s`. */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  const minutes = Math.floor(seconds / 60)
  const two = (n: number) => String(n).padStart(2, '0')
  if (minutes < 60) return `${minutes} min ${two(Math.round(seconds - 60 * minutes))} s`
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`
}

/** Shows how a run goes on stderr: one line redrawn in a terminal, else a line every four seconds. */
export function makeProgress(io: CommandIo): (event: RunEvent) => void {
  // A terminal is told at once, a log only of what takes its time.
  let lastShown = io.isTerminal ? Number.NEGATIVE_INFINITY : Date.now()
  let isDrawn = false
  const clear = () => {
    if (isDrawn) io.stderr('\r\u001b[K')
    isDrawn = false
  }
  return (event) => {
    if (event.type === 'log') {
      clear()
      io.stderr(`${event.level === 'info' ? '' : `${event.level}: `}${event.message}\n`)
    } else if (event.type === 'progress') {
      const now = Date.now()
      if (now - lastShown < (io.isTerminal ? 200 : 4000)) return
      lastShown = now
      const left = event.secondsLeft === undefined ? '' : `, ${durationText(event.secondsLeft)} left`
      const text = `${(100 * event.fraction).toFixed(0).padStart(3)} %  t = ${event.time.toPrecision(4)} s${left}`
      clear()
      io.stderr(io.isTerminal ? text : `${text}\n`)
      isDrawn = io.isTerminal
    } else if (event.type === 'ended') clear()
  }
}
