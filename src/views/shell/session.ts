import type { Experiment } from '../../experiment/experiment.ts'
import type { Files } from '../../experiment/files.ts'
import { filesOf } from '../../experiment/inputs.ts'
import { parseExperiment } from '../../experiment/parse.ts'
import type { FitResult } from '../../fit/fit-result.ts'
import { parseOdeViews } from '../odes/ode-views.ts'
import { keepRunList, restoreRuns } from '../runs/keep-runs.ts'
import { parseSweepViews } from '../sweep/sweep-views.ts'
import type { HistoryStep } from './history.ts'
import { type InterfaceState, type Place, places, type Selection } from './interface-store.ts'
import { historyToKeep, parseHistory } from './kept-history.ts'
import type { Workbench } from './workbench.ts'

const keys = {
  document: 'session/document.json',
  interface: 'session/interface.json',
  inputs: 'session/inputs.json',
  fit: 'session/fit.json',
} as const

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

async function readJson(files: Files, key: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await files.read(key)
  if (!bytes) return {}
  const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
  return Object(value)
}

/** The session's files, all asked for at once: each would cost a round trip to the host before the window shows. */
function readAhead(files: Files): Files {
  const begun = new Map<string, ReturnType<Files['read']>>(Object.values(keys).map((key) => [key, files.read(key)]))
  for (const reading of begun.values()) reading.catch(() => undefined)
  return { ...files, read: (key) => begun.get(key) ?? files.read(key) }
}

/** Brings back what `keepSession` wrote. Whatever cannot be read is left out, with a notice: the window always opens. */
export async function restoreSession(workbench: Workbench): Promise<void> {
  const files = readAhead(workbench.desk.files)
  for (const part of [restoreInterface, restoreInputs, restoreRunList, restoreDocument, restoreFit])
    try {
      await part(workbench, files)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      workbench.interface.notify('warning', `A part of the last session could not be brought back: ${why}`)
    }
}

async function restoreInterface(workbench: Workbench, files: Files): Promise<void> {
  const kept = await readJson(files, keys.interface)
  const theme = (['system', 'light', 'dark'] as const).find((each) => each === kept.theme)
  const place = places.find((each) => each === kept.place)
  const { leftWidth, isInspectorOpen, editor, layout, frame } = kept
  const selection = parseSelection(kept.selection)
  const switches = Object(kept.chromatogram)
  workbench.interface.setState({
    ...(theme ? { theme } : {}),
    ...(place ? { place } : {}),
    ...(typeof leftWidth === 'number' ? { leftWidth } : {}),
    ...(typeof isInspectorOpen === 'boolean' ? { isInspectorOpen } : {}),
    ...(editor === 'file' ? { editor } : {}),
    ...(layout ? { layout } : {}),
    ...(typeof frame === 'number' && Number.isSafeInteger(frame) ? { frame } : {}),
    ...(selection ? { selection } : {}),
    scroll: parseScroll(kept.scroll),
    odes: parseOdeViews(kept.odes),
    sweep: parseSweepViews(kept.sweep),
    chromatogram: {
      sum: switches.sum === true,
      logarithmic: switches.logarithmic === true,
      band: switches.band !== false,
    },
  })
}

function parseSelection(value: unknown): Selection | undefined {
  const { kind, id, path, index } = Object(value)
  if (kind === 'run' && typeof id === 'string') return { kind, id }
  if (kind === 'parameter' && typeof path === 'string') return { kind, path }
  if (kind === 'component' && Number.isSafeInteger(index)) return { kind, index }
  return undefined
}

function parseScroll(value: unknown): InterfaceState['scroll'] {
  const scroll: Partial<Record<Place, number>> = {}
  for (const place of places) {
    const top: unknown = Object(value)[place]
    if (typeof top === 'number' && top >= 0) scroll[place] = top
  }
  return scroll
}

async function restoreDocument(workbench: Workbench, files: Files): Promise<void> {
  const kept = await readJson(files, keys.document)
  if (kept.present === undefined) {
    workbench.interface.setState({ place: 'gallery' })
    return
  }
  const present = parseExperiment(kept.present)
  const base = kept.base === undefined ? present : parseExperiment(kept.base)
  const history = parseHistory(present, kept.past, kept.future)
  workbench.document.restore({
    history,
    base,
    isOpen: true,
    ...(kept.isSaved === true ? { saved: history.present } : {}),
    ...(typeof kept.fileName === 'string' ? { fileName: kept.fileName } : {}),
    ...(typeof kept.handle === 'string' ? { handle: kept.handle } : {}),
  })
}

async function restoreInputs(workbench: Workbench, files: Files): Promise<void> {
  for (const [name, entry] of Object.entries(await readJson(files, keys.inputs))) {
    const { key, options } = Object(entry)
    const bytes = typeof key === 'string' ? await files.read(key) : undefined
    if (!bytes) continue
    const file = { name, bytes }
    const dataset = await workbench.engine.read(file, Object(options))
    workbench.inputs.setState((state) => ({ inputs: { ...state.inputs, [name]: { file, dataset } } }))
  }
}

async function restoreRunList(workbench: Workbench, files: Files): Promise<void> {
  const { runs, lost } = await restoreRuns(files)
  const { selectedRun } = await readJson(files, keys.interface)
  const selected = runs.find((run) => run.id === selectedRun) ?? runs.at(-1)
  workbench.runs.setState({ runs, selectedId: selected?.id })
  if (lost.length > 0) workbench.interface.notify('warning', `These runs could not be read: ${lost.join(', ')}.`)
}

async function restoreFit(workbench: Workbench, files: Files): Promise<void> {
  const kept = await readJson(files, keys.fit)
  if (kept.result === undefined || kept.of === undefined) return
  // The fit belongs to the data section in front: the same object, so that views can tell.
  const of = parseExperiment(kept.of)
  const { history } = workbench.document.getState()
  const isSameData = JSON.stringify(of.data) === JSON.stringify(history.present.data)
  workbench.fit.setState({
    status: 'done',
    result: parseFitResult(kept.result),
    isPreview: kept.isPreview === true,
    of: isSameData ? { ...of, ...(history.present.data ? { data: history.present.data } : {}) } : of,
  })
}

/** Written by this program; its shape is looked at so far that a view can draw it. */
function parseFitResult(value: unknown): FitResult {
  if (typeof value !== 'object' || value === null || !('parameters' in value) || !('series' in value))
    throw new Error('the fit of the last session is damaged')
  return value as FitResult
}

/** Seconds of quiet before a change is written: a drag is one write. */
const quietMilliseconds = 400

/** Keeps the session in the host's store from now on. */
export function keepSession(workbench: Workbench): void {
  const { document, interface: window, runs, inputs, fit } = workbench
  const { files } = workbench.desk
  const writer = makeQuietWriter((key, write) => {
    write().catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      window.notify('error', `The window could not be kept (${key}): ${why}`)
    })
  })

  document.subscribe((state, before) => {
    if (
      state.history.present === before.history.present &&
      state.saved === before.saved &&
      state.isOpen === before.isOpen
    )
      return
    writer.later(keys.document, () => files.write(keys.document, encode(documentToKeep(workbench))))
  })
  window.subscribe((state, before) => {
    const changed = kept.some((name) => state[name] !== before[name])
    if (changed) writer.later(keys.interface, () => files.write(keys.interface, encode(interfaceToKeep(workbench))))
  })
  runs.subscribe((state, before) => {
    if (state.selectedId !== before.selectedId)
      writer.later(keys.interface, () => files.write(keys.interface, encode(interfaceToKeep(workbench))))
    const facts = (list: typeof state.runs) => list.map((run) => `${run.id}${run.name}${run.isShown}`).join()
    if (state.runs !== before.runs && facts(state.runs) !== facts(before.runs))
      writer.later('session/runs.json', () => keepRunList(files, runs.getState().runs))
  })
  inputs.subscribe((state, before) => {
    if (state.inputs !== before.inputs) writer.later(keys.inputs, () => keepInputs(workbench))
  })
  fit.subscribe((state, before) => {
    if (state.result !== before.result)
      writer.later(keys.fit, () => {
        const { result, of, isPreview } = fit.getState()
        return files.write(keys.fit, encode(result && of ? { result, of, isPreview } : {}))
      })
  })
  addEventListener('visibilitychange', () => writer.flush())
  addEventListener('pagehide', () => writer.flush())
}

const kept = [
  'theme',
  'place',
  'leftWidth',
  'isInspectorOpen',
  'editor',
  'layout',
  'selection',
  'frame',
  'scroll',
  'chromatogram',
  'odes',
  'sweep',
] as const

function interfaceToKeep(workbench: Workbench): Readonly<Record<string, unknown>> {
  const state = workbench.interface.getState()
  const entries = kept.map((name) => [name, state[name]] as const)
  return { ...Object.fromEntries(entries), selectedRun: workbench.runs.getState().selectedId }
}

function documentToKeep(workbench: Workbench): {
  readonly present?: Experiment
  readonly past?: readonly HistoryStep<Experiment>[]
  readonly future?: readonly HistoryStep<Experiment>[]
  readonly base?: Experiment
  readonly isSaved?: boolean
  readonly fileName?: string | undefined
  readonly handle?: string | undefined
} {
  const { history, base, isOpen, saved, fileName, handle } = workbench.document.getState()
  if (!isOpen) return {}
  return {
    present: history.present,
    ...historyToKeep(history),
    base,
    isSaved: saved === history.present,
    fileName,
    handle,
  }
}

async function keepInputs(workbench: Workbench): Promise<void> {
  const { files } = workbench.desk
  const { inputs } = workbench.inputs.getState()
  const named = new Set(filesOf(workbench.document.getState().history.present))
  const list: Record<string, { readonly key: string; readonly options: Readonly<Record<string, string | number>> }> = {}
  for (const [name, input] of Object.entries(inputs)) {
    const key = `session/inputs/${input.dataset.sha256}`
    if (!(await files.read(key))) await files.write(key, input.file.bytes)
    const section = workbench.document.getState().history.present.data?.find((each) => each.file === name)
    list[name] = { key, options: section?.options ?? {} }
  }
  await files.write(keys.inputs, encode(list))
  const needed = new Set(Object.values(list).map((entry) => entry.key))
  // A file that neither the list nor the experiment names any more is rubbish.
  if (named.size > 0)
    for (const key of await files.list('session/inputs/')) if (!needed.has(key)) await files.remove(key)
}

/** Runs the last write of each key after a pause, one at a time for each key. */
function makeQuietWriter(run: (key: string, write: () => Promise<void>) => void): {
  later(key: string, write: () => Promise<void>): void
  flush(): void
} {
  const waiting = new Map<
    string,
    { readonly timer: ReturnType<typeof setTimeout>; readonly write: () => Promise<void> }
  >()
  const fire = (key: string) => {
    const entry = waiting.get(key)
    if (!entry) return
    waiting.delete(key)
    clearTimeout(entry.timer)
    run(key, entry.write)
  }
  return {
    later(key, write) {
      const before = waiting.get(key)
      if (before) clearTimeout(before.timer)
      waiting.set(key, { timer: setTimeout(() => fire(key), quietMilliseconds), write })
    },
    flush() {
      for (const key of [...waiting.keys()]) fire(key)
    },
  }
}
