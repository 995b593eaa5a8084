import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type InputError, invalid } from '../../../core/errors.ts'
import { suggestName } from '../../../core/nearest.ts'
import { resolveNumber } from '../../../pde/number.ts'
import { sizeProblem } from '../../../views/plots/figure-export.ts'
import { findBrowser, noBrowserMessage } from '../browser-pdf.ts'
import { type Command, type CommandIo, type ParsedArguments, parseArguments, printJson } from '../command.ts'
import { writeAtomically } from '../disk-files.ts'
import { exportCsv, exportNetcdf, exportNpz, exportVti } from '../export-data.ts'
import { chooseFigure, drawFigure } from '../export-figure.ts'
import { exportPython } from '../export-python.ts'
import { readStoredSource } from '../stored-source.ts'

const formats = ['csv', 'npz', 'netcdf', 'vti', 'svg', 'png', 'pdf', 'python'] as const
type Format = (typeof formats)[number]
const extensions: Readonly<Record<Format, string>> = { csv: 'csv', npz: 'npz', netcdf: 'nc', vti: 'vti', svg: 'svg', png: 'png', pdf: 'pdf', python: 'py' } // biome-ignore format: a table
/** Of the contract. */
const later = ['hdf5']

function chooseFormat(parsed: ParsedArguments): Format {
  const out = parsed.text('out')?.toLowerCase() ?? ''
  const asked = parsed.text('format') ?? formats.find((format) => out.endsWith(`.${extensions[format]}`))
  const all = formats.join(', ')
  if (asked === undefined) throw invalid('', `--format is missing: one of ${all}`)
  const format = formats.find((known) => known === asked)
  if (format) return format
  if (later.includes(asked)) throw invalid('', `--format ${asked} comes with a later version; netcdf and npz hold the same fields now`) // biome-ignore format: one sentence
  throw invalid('', `there is no format "${asked}"${suggestName(asked, formats)}`)
}

function numberOption(parsed: ParsedArguments, name: string): number | undefined {
  const text = parsed.text(name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw invalid('', `--${name} "${text}" is not a number`)
  return value
}

/** `--time`, seconds unless it has a unit of its own: `400`, `"6.5 min"`. */
function timeOption(parsed: ParsedArguments): number | undefined {
  const text = parsed.text('time')
  if (text === undefined) return undefined
  const errors: InputError[] = []
  const time = resolveNumber(text, 's', '', errors)
  const [wrong] = errors
  if (wrong) throw invalid('time', `--time ${wrong.message}`)
  return time
}

/** A number with its unit, as the option takes it: `80` or `80mm`. */
function millimetres(parsed: ParsedArguments, name: string, otherwise: number): number {
  const text = parsed.text(name)
  const value = text === undefined ? otherwise : Number(text.replace(/\s*mm$/, ''))
  if (!Number.isFinite(value) || text === '') throw invalid('', `--${name} "${text}" is not a length in mm, like 160`)
  return value
}

async function make(
  parsed: ParsedArguments,
  format: Format,
  io: CommandIo,
): Promise<{ readonly bytes: Uint8Array | string; readonly name: string }> {
  // biome-ignore format: signature
  const place = parsed.positionals[0] ?? ''
  if (format === 'python') return exportPython(place, io)
  const isFile = await stat(resolve(io.cwd, place)).then((found) => found.isFile(), () => false) // biome-ignore format: one call
  if (isFile) throw invalid('', `${place} is a file; --format ${format} is made from a folder of \`run --out\` (python is made from a file)`) // biome-ignore format: one sentence
  const field = parsed.text('field')
  const time = timeOption(parsed)
  const selection = { ...(field === undefined ? {} : { field }), ...(time === undefined ? {} : { time }) }
  if (format === 'pdf' && findBrowser() === undefined) throw invalid('', noBrowserMessage)
  const source = await readStoredSource(place, io)
  const { name } = source
  if (source.report.sweep && (format === 'csv' || format === 'npz' || format === 'netcdf' || format === 'vti'))
    throw invalid('', `${place} holds a sweep, which has no curve of its own: its numbers are in ${place}/sweep.csv`)
  if (format === 'csv') return { bytes: await exportCsv(source, selection), name }
  if (format === 'npz') return { bytes: await exportNpz(source, selection), name }
  if (format === 'netcdf') return { bytes: await exportNetcdf(source, selection), name }
  if (format === 'vti') return { bytes: await exportVti(source, selection), name }
  const figure = await chooseFigure(source, selection)
  const theme = parsed.text('theme') ?? 'light'
  if (theme !== 'light' && theme !== 'dark') throw invalid('', `--theme "${theme}" is neither light nor dark`)
  const size = {
    widthMillimetres: millimetres(parsed, 'width', 160),
    heightMillimetres: millimetres(parsed, 'height', 'panels' in figure && figure.panels.length === 1 ? 100 : 120),
    dpi: numberOption(parsed, 'dpi') ?? 300,
  }
  const problem = sizeProblem(size)
  if (problem) throw invalid('', problem)
  const bytes = await drawFigure(source, figure, format, { ...size, theme, title: parsed.flag('title') }, io.signal)
  if (!bytes) throw invalid('', noBrowserMessage)
  return { bytes, name }
}

export const command: Command = {
  name: 'export',
  summary: 'numbers or figures of a run; a SciPy script of an experiment',
  usage: `DIR --format csv|npz|netcdf|vti|svg|png|pdf [--field NAME] [--time T] [--out PATH]
       export FILE --format python [--out PATH]

  --field NAME   a field instead of the scalars; csv is then x,NAME or x,y,NAME. Of a sweep the metric drawn
  --time T       one of the saved times, s; default the last
  --out PATH     default: csv, svg and python to standard output, the others to DIR.FORMAT here
  --width MM --height MM --dpi N --theme light|dark --title
                 for figures; default 160 mm wide, 300 dpi, light, without the title

svg and png carry their experiment: drop them on the workbench to open it. pdf needs a Chromium-based browser here.
Without --field, csv, npz and netcdf hold every scalar over time (npz and netcdf also the fields).`,
  async run(args, io) {
    const text = { type: 'string' } as const
    const options = { format: text, field: text, time: text, out: text, width: text, height: text, dpi: text, theme: text, title: { type: 'boolean' } } as const // biome-ignore format: a table
    const parsed = parseArguments(args, options, { names: ['DIR'] })
    const format = chooseFormat(parsed)
    const { bytes, name } = await make(parsed, format, io)
    const out = parsed.text('out')
    const isText = format === 'csv' || format === 'svg' || format === 'python'
    if (out === undefined && isText && !parsed.json) {
      io.stdout(bytes)
      return 0
    }
    const path = resolve(io.cwd, out ?? `${name}.${extensions[format]}`)
    await writeAtomically(path, bytes)
    io.stderr(`saved in ${path}\n`)
    if (parsed.json) printJson(io, { ok: true, format, path, bytes: typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length }) // biome-ignore format: one call
    return 0
  },
}
