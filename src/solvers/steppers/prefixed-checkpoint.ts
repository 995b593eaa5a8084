import type { Checkpoint } from '../../core/simulation.ts'

/** The checkpoint of one method of several, its names prefixed so that they can stand in one checkpoint. */
export const prefixed = (checkpoint: Checkpoint, prefix: string): Checkpoint => ({
  arrays: Object.fromEntries(Object.entries(checkpoint.arrays).map(([name, value]) => [prefix + name, value])),
  numbers: Object.fromEntries(Object.entries(checkpoint.numbers).map(([name, value]) => [prefix + name, value])),
})

/** The checkpoint of one method again, taken from the common one. */
export function partOf(checkpoint: Checkpoint, prefix: string): Checkpoint {
  const select = <Value>(all: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    )
  return { arrays: select(checkpoint.arrays), numbers: select(checkpoint.numbers) }
}
