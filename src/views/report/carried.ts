import { makePayload } from '../../data/embed.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { filesOf, type Inputs } from '../../experiment/inputs.ts'

/**
 * The text that makes a figure or report its own source: the experiment as it is, and the files it reads byte for byte (up to 1 MB), so that
 * the hash and the reading options that it records hold for them.
 * @returns `left`: files that were too large, or of which only the numbers are here
 */
export function carriedPayload(
  experiment: Experiment,
  inputs: Inputs,
): { readonly text: string; readonly left: readonly string[] } {
  const names = filesOf(experiment)
  const files = names.flatMap((name): [string, Uint8Array][] => {
    const original = Object.hasOwn(inputs, name) ? inputs[name]?.original : undefined
    return original ? [[name, original]] : []
  })
  const { text, left } = makePayload(experiment, Object.fromEntries(files))
  const missing = names.filter((name) => !files.some(([file]) => file === name))
  return { text, left: [...left, ...missing] }
}

/** Said of the files that were left out; undefined where none was. */
export function leftOutNote(left: readonly string[]): string | undefined {
  return left.length === 0
    ? undefined
    : `Not carried inside, because it is larger than 1 MB or the file itself is not at hand: ${left.join(', ')}. Keep the ${left.length === 1 ? 'file' : 'files'} beside it.`
}

/** The command of a report with the report itself as the file that it reads. */
export function fromCarrier(command: string, name: string): string {
  return `${command.split(' ').slice(0, 3).join(' ')} ${/^[\w./-]+$/.test(name) ? name : JSON.stringify(name)}`
}
