import { readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, resolve, sep } from 'node:path'
import { type InputError, InvalidInput, invalid } from '../../core/errors.ts'
import { suggestName } from '../../core/nearest.ts'
import type { Dataset } from '../../data/dataset.ts'
import { type CarriedExperiment, extractExperiment } from '../../data/embed.ts'
import { readMeasurements } from '../../data/read/catalogue.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import { type Inputs, problemFiles, whyAnotherFile } from '../../experiment/inputs.ts'
import { readInputs } from '../../experiment/inputs-file.ts'
import { limits } from '../../experiment/limits.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import { parsePath, setPath } from '../../experiment/path.ts'
import type { CommandIo } from './command.ts'
import { makeDiskFiles } from './disk-files.ts'

/** An experiment with the files it names, read. */
export interface ExperimentInput {
  readonly experiment: Experiment
  readonly inputs: Inputs
  /** Folder of the experiment; relative names start here. */
  readonly folder: string
  /** Name of the file without `.isoline.json`. */
  readonly name: string
  /** Measurements that were not found, where that was allowed. */
  readonly missing: readonly string[]
}

export interface ExperimentInputOptions {
  /** `PATH=VALUE` of `--set`, in order. */
  readonly set?: readonly string[]
  /** Measurements that are not there are listed instead of an error: a run does not need them. */
  readonly allowMissingData?: boolean
}

const largestMeasurement = 1024 * 1024 * 1024

/** Text of FILE, or of standard input for `-`. */
async function readTextFile(file: string, io: CommandIo): Promise<string> {
  const bytes = file === '-' ? await io.stdin() : await readBytes(resolve(io.cwd, file), file, limits.fileBytes)
  if (bytes.length > limits.fileBytes)
    throw invalid('', `the file is larger than ${limits.fileBytes / 1024 / 1024} MB; an experiment is not`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid('', `${file === '-' ? 'standard input' : file} is not UTF-8 text; an experiment is`)
  }
}

/** Bytes of a file, with the errors a person understands. */
export async function readBytes(path: string, name: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (name.trim() === '') throw invalid('', 'the name of the file is empty')
  const found = await stat(path).catch(() => undefined)
  if (!found) throw invalid('', `there is no file ${name}`)
  if (!found.isFile()) throw invalid('', `${name} is not a file`)
  if (found.size > most)
    throw invalid(
      '',
      `${name} has ${Math.ceil(found.size / 1024 / 1024)} MB; ${most / 1024 / 1024} MB are read at most`,
    )
  return new Uint8Array(await readFile(path))
}

/** VALUE of `--set PATH=VALUE`: JSON where it is a number, switch, list or object, else a text. */
function parseSetting(text: string): unknown {
  if (!/^(?:[-\d[{"]|true$|false$|null$)/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The experiment with `PATH=VALUE` settings made. @throws InvalidInput */
export function applySettings(experiment: Experiment, settings: readonly string[]): Experiment {
  if (settings.length === 0) return experiment
  let changed = experiment
  for (const setting of settings) {
    // The first "=" outside brackets ends the PATH.
    const at = /^(?:[^=["]|\["(?:[^"\\]|\\.)*"\])*/.exec(setting)?.[0].length ?? -1
    if (at <= 0 || setting[at] !== '=')
      throw invalid('', `--set "${setting}" is not PATH=VALUE, like problem.parameters.length=30`)
    const path = setting.slice(0, at).trim()
    const unused = unusedParameter(changed, path)
    if (unused !== undefined) throw invalid('', `--set "${setting}": ${unused}`)
    changed = setPath(changed, path, parseSetting(setting.slice(at + 1).trim()))
  }
  return parseExperiment(changed)
}

/** A parameter of a typed problem that the file does not have and no text of it uses: a slip of the pen, with the name meant. */
function unusedParameter({ problem }: Experiment, path: string): string | undefined {
  const [section, field, name, ...rest] = parsePath(path)
  if (section !== 'problem' || field !== 'parameters' || name === undefined || rest.length > 0) return undefined
  const names = Object.keys(problem.parameters ?? {})
  if (problem.equations === undefined || names.includes(name)) return undefined
  const isUsed = new RegExp(`(?<![A-Za-z0-9_])${name.replace(/\W/g, '\\$&')}(?![A-Za-z0-9_])`).test(
    JSON.stringify(problem),
  )
  return isUsed ? undefined : `there is no parameter "${name}"${suggestName(name, names)}`
}

/** Figures and reports carry their experiment, and up to 1 MB of its data. */
const carriers = /\.(?:html?|svg|png)$/i
const largestCarrier = 256 * 1024 * 1024

async function readCarrier(file: string, io: CommandIo): Promise<CarriedExperiment> {
  const carried = extractExperiment(await readBytes(resolve(io.cwd, file), file, largestCarrier), basename(file))
  if (!carried) throw invalid('', `${file} carries no experiment; figures and reports saved by Isoline do`)
  return carried
}

/**
 * Reads FILE (`-`: standard input; also a report or figure that carries its experiment), makes the settings and reads the measurements it names.
 * @throws InvalidInput
 */
export async function readExperimentInput(
  file: string,
  io: CommandIo,
  options: ExperimentInputOptions = {},
): Promise<ExperimentInput> {
  const carried = carriers.test(file) ? await readCarrier(file, io) : undefined
  const document = carried ? carried.experiment : await readTextFile(file, io)
  const experiment = applySettings(parseExperiment(document), options.set ?? [])
  const folder = file === '-' ? io.cwd : dirname(resolve(io.cwd, file))
  const name =
    file === '-'
      ? 'experiment'
      : basename(file)
          .replace(/(\.isoline)?\.json$/i, '')
          .replace(carriers, '')
  const { inputs, missing, errors } = await readNamedFiles(experiment, folder, carried?.files ?? {})
  const fatal = options.allowMissingData
    ? errors.filter((error) => !missing.some((m) => m.path === error.path))
    : errors
  if (fatal.length > 0) throw new InvalidInput(fatal)
  return { experiment, inputs, folder, name, missing: missing.map((m) => m.file) }
}

interface NamedFile {
  readonly path: string
  readonly file: string
  readonly sha256?: string | undefined
  readonly options?: Readonly<Record<string, string | number>> | undefined
  readonly isData: boolean
}

function namedFiles(experiment: Experiment): readonly NamedFile[] {
  const own = problemFiles(experiment).map((named) => ({ ...named, isData: false }))
  const data = (experiment.data ?? []).map((d, i) => ({
    path: `data.${i}.file`,
    file: d.file,
    sha256: d.sha256,
    options: d.options,
    isData: true,
  }))
  return [...own, ...data]
}

async function readNamedFiles(
  experiment: Experiment,
  folder: string,
  carried: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
) {
  const inputs: Record<string, Dataset> = {}
  const missing: NamedFile[] = []
  const errors: InputError[] = []
  // A run folder keeps the measurements it was given: its experiment.json runs again where the originals are far.
  const kept = await readInputs(makeDiskFiles(folder)).catch((): Inputs => ({}))
  for (const named of namedFiles(experiment)) {
    const { path, file } = named
    if (Object.hasOwn(inputs, file)) continue
    try {
      const own = Object.hasOwn(carried, file) ? carried[file] : undefined
      if (own) {
        const read = await readMeasurements(
          { name: basename(file), bytes: own },
          named.options ? { options: named.options } : {},
        )
        inputs[file] = { ...read, file, original: own }
        continue
      }
      const place = resolve(folder, file)
      const found = await realpath(place).catch(() => undefined)
      const dataset = Object.hasOwn(kept, file) ? kept[file] : undefined
      if (found === undefined && dataset) inputs[file] = dataset
      else if (found === undefined) {
        if (named.isData) missing.push(named)
        errors.push({ path, message: `there is no file "${file}"; it is looked for at ${place}` })
      } else {
        const roof = await realpath(dirname(folder))
        if (found !== roof && !found.startsWith(roof.endsWith(sep) ? roof : roof + sep)) {
          errors.push({
            path,
            message: `"${file}" leads out of the folder above the experiment; copy the file beside it`,
          })
          continue
        }
        const bytes = await readBytes(found, file, largestMeasurement)
        const read = await readMeasurements(
          { name: basename(file), bytes },
          named.options ? { options: named.options } : {},
        )
        inputs[file] = { ...read, file, original: bytes }
      }
      const another = inputs[file] && whyAnotherFile(file, named.sha256, inputs[file])
      if (another !== undefined) errors.push({ path: path.replace(/file$/, 'sha256'), message: another })
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error
      // An error in the options has a place of its own in the experiment.
      const section = path.replace(/\.file$/, '')
      errors.push(
        ...error.errors.map((e) => ({ ...e, path: e.path.startsWith('options') ? `${section}.${e.path}` : path })),
      )
    }
  }
  return { inputs, missing, errors }
}
