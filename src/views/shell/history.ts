/** One step that can be taken back: what stood before, and what the edit was called. */
export interface HistoryStep<Value> {
  readonly value: Value
  readonly label: string
}

/** A value with everything that was before it and everything that was taken back. Plain data; never mutated. */
export interface History<Value> {
  readonly past: readonly HistoryStep<Value>[]
  readonly present: Value
  readonly future: readonly HistoryStep<Value>[]
  /** Edits with this key go on changing `present` without a new step: one drag of a slider is one undo. */
  readonly gesture?: string
}

/** Steps kept; older ones are forgotten. */
const longest = 500

/** The history of a value just opened: nothing to take back. */
export function makeHistory<Value>(present: Value): History<Value> {
  return { past: [], present, future: [] }
}

/**
 * The history after an edit. An edit that changes nothing leaves it as it is.
 * @param label for people, in the palette: "Undo: inlet pressure"
 * @param gesture edits that follow each other with the same gesture are one step
 */
export function recordEdit<Value>(
  history: History<Value>,
  present: Value,
  label: string,
  gesture?: string,
): History<Value> {
  if (present === history.present) return history
  if (gesture !== undefined && gesture === history.gesture) return { ...history, present, future: [] }
  const past = [...history.past, { value: history.present, label }].slice(-longest)
  return gesture === undefined ? { past, present, future: [] } : { past, present, future: [], gesture }
}

/** The history with its gesture ended: the next edit is a step of its own. */
export function endGesture<Value>(history: History<Value>): History<Value> {
  return history.gesture === undefined
    ? history
    : { past: history.past, present: history.present, future: history.future }
}

/** One step back; the same history where there is none. */
export function undoEdit<Value>(history: History<Value>): History<Value> {
  const step = history.past.at(-1)
  if (!step) return history
  return {
    past: history.past.slice(0, -1),
    present: step.value,
    future: [{ value: history.present, label: step.label }, ...history.future],
  }
}

/** One step forward again; the same history where there is none. */
export function redoEdit<Value>(history: History<Value>): History<Value> {
  const step = history.future[0]
  if (!step) return history
  return {
    past: [...history.past, { value: history.present, label: step.label }],
    present: step.value,
    future: history.future.slice(1),
  }
}
