import type { NumberText } from '../../experiment/experiment.ts'
import type { Choice } from '../../pde/problem.ts'

type Section = Readonly<Record<string, NumberText | boolean>>

/** The choice a name belongs to, if any. */
export function choiceOf(choices: readonly Choice[], name: string): Choice | undefined {
  return choices.find((choice) => choice.names.includes(name))
}

/**
 * The section with `name` given in place of another of its choice, so that exactly `choice.count` stay given.
 * Dropped is the last of the choice, or the first where `name` is the last itself: typing K drops ka and keeps kd, so that
 * retention and width stay the two handles (spec 1.5); typing ka or kd drops K.
 */
export function giveInstead<Value>(
  choice: Choice,
  section: Readonly<Record<string, Value>>,
  name: string,
  value: Value,
): Readonly<Record<string, Value>> {
  const given = choice.names.filter((other) => other !== name && section[other] !== undefined)
  const isLast = choice.names.at(-1) === name
  const order = isLast ? given : given.toReversed()
  const dropped = new Set(order.slice(0, Math.max(0, given.length + 1 - choice.count)))
  const kept = Object.fromEntries(Object.entries(section).filter(([key]) => !dropped.has(key)))
  return { ...kept, [name]: value }
}

/** How many of a choice are still to be given, as a sentence; undefined where it is complete. */
export function missingSentence(choice: Choice, section: Section): string | undefined {
  const given = choice.names.filter((name) => section[name] !== undefined).length
  if (given === choice.count) return undefined
  const list = choice.names.join(', ')
  if (given > choice.count) return `Give ${choice.count} of ${list}, not ${given}: ${choice.because}.`
  return `Give ${choice.count} of ${list}; ${given === 0 ? 'none is' : `only ${given} is`} given (${choice.because}).`
}
