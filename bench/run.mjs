// node bench/run.mjs TOPIC [--json] [--repeats N]: one topic beside its peers, alternating in the same run, medians of process CPU time.
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureReady } from '../scripts/setup.mjs'
import { startPeer } from './peer.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')
const helpers = ['run.mjs', 'peer.mjs', 'ode-problems.mjs']
const topics = readdirSync(here)
  .filter((name) => name.endsWith('.mjs') && !helpers.includes(name))
  .map((name) => name.slice(0, -4))

const words = process.argv.slice(2)
const asJson = words.includes('--json')
const repeatsAt = words.indexOf('--repeats')
const repeats = repeatsAt >= 0 ? Number(words[repeatsAt + 1]) : undefined
const topic = words.find((word, i) => !word.startsWith('--') && (repeatsAt < 0 || i !== repeatsAt + 1))
if (!topic || !topics.includes(topic) || (repeats !== undefined && !(repeats >= 1))) {
  const message = topic && !topics.includes(topic) ? `there is no topic "${topic}"` : 'name a topic'
  if (asJson)
    console.log(JSON.stringify({ ok: false, errors: [{ path: '', message: `${message}: ${topics.join(', ')}` }] }))
  console.error(`${message}: ${topics.join(', ')}\nusage: node bench/run.mjs TOPIC [--json] [--repeats N]`)
  process.exit(2)
}

const log = (line) => process.stderr.write(`${line}\n`)
await ensureReady({ parts: ['kernels'], log })

/** The topic's entry, bundled as the application is. */
async function bundle() {
  const { build } = await import('vite')
  const outDir = join(root, '.cache/bench')
  mkdirSync(outDir, { recursive: true })
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: { [topic]: join(here, 'entries', `${topic}.ts`) },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
  return import(pathToFileURL(join(outDir, `${topic}.mjs`)).href)
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
const rounded = (value, digits = 4) => (Number.isFinite(value) ? Number(value.toPrecision(digits)) : null)

const ratesOf = ({ gflops, gbytes }) => `${gflops ?? '–'} Gflop/s and ${gbytes ?? '–'} GB/s`

/** CPU milliseconds of this process for one call; short work is repeated until it fills 20 ms. */
function measure(work, times) {
  const before = process.cpuUsage()
  let result
  for (let i = 0; i < times; i++) result = work()
  const used = process.cpuUsage(before)
  return { ms: (used.user + used.system) / 1000 / times, result }
}

/** How often work of so many milliseconds is repeated to fill 20 ms. */
const batchOf = (ms) => Math.max(1, Math.min(5000, Math.ceil(20 / Math.max(0.004, ms))))

const entry = existsSync(join(here, 'entries', `${topic}.ts`)) ? await bundle() : undefined
const { cases, peers } = await import(pathToFileURL(join(here, `${topic}.mjs`)).href)
const running = new Map()
for (const peer of peers) running.set(peer.name, await startPeer(peer))
for (const [name, peer] of running) if (peer.missing) log(`${name}: ${peer.missing}`)

const rows = []
for (const one of await cases(entry)) {
  if (one.row) {
    // A case that measures by itself.
    const row = { case: one.case, ...(await one.row()) }
    rows.push(row)
    log(`${row.case}: ${row.ours_ms} ms; ${row.peer}: ${row.peer_ms} ms; ratio ${row.ratio}; ${row.note}`)
    continue
  }
  const peer = running.get(one.peer?.name)
  const count = repeats ?? one.repeats ?? 7
  // Warm up: compilation is start-up, not speed, on either side.
  const first = measure(one.ours, 1)
  // V8 compiles hot WebAssembly anew, better, only after some time of use.
  for (let spent = first.ms; spent < 150; ) {
    const { ms } = measure(one.ours, 10)
    spent += 10 * Math.max(ms, 0.01)
  }
  const batch = batchOf(measure(one.ours, 3).ms)
  let answer = peer?.missing || !one.peer ? undefined : await peer.ask({ ...one.peer.request, batch: 1 })
  const [ours, theirs] = [[], []]
  for (let i = 0; i < count; i++) {
    ours.push(measure(one.ours, batch).ms)
    if (!answer || answer.error || theirs.length >= (one.peer.repeats ?? count)) continue
    answer = await peer.ask({ ...one.peer.request, batch: batchOf(answer.ms) })
    theirs.push(answer.ms)
  }
  const row = { case: one.case, ours_ms: rounded(median(ours)) }
  if (one.error) row.ours_error = rounded(one.error(first.result), 2)
  row.peer = one.peer?.name ?? null
  row.peer_ms = theirs.length ? rounded(median(theirs)) : null
  if (theirs.length && one.peer.error) row.peer_error = rounded(one.peer.error(answer), 2)
  row.ratio = theirs.length ? rounded(row.ours_ms / row.peer_ms, 3) : null
  if (one.cost) {
    // Operations and bytes of a millisecond, in units of 10⁹ a second.
    const rate = (amount, ms) => (ms ? rounded((amount * 1e-6) / ms, 3) : null)
    row.ours_rates = { gflops: rate(one.cost.operations, row.ours_ms), gbytes: rate(one.cost.bytes, row.ours_ms) }
    row.peer_rates = { gflops: rate(one.cost.operations, row.peer_ms), gbytes: rate(one.cost.bytes, row.peer_ms) }
  }
  if (!theirs.length) row.note = answer?.error ?? peer?.missing ?? 'no peer does this'
  else if (one.note) row.note = one.note
  rows.push(row)
  log(
    `${row.case}: ${row.ours_ms} ms${row.ours_error === undefined ? '' : ` (error ${row.ours_error})`}; ${row.peer ?? 'no peer'}: ${row.peer_ms ?? '–'} ms${row.peer_error === undefined ? '' : ` (error ${row.peer_error})`}; ratio ${row.ratio ?? '–'}${row.ours_rates ? `; ${ratesOf(row.ours_rates)} against ${ratesOf(row.peer_rates)}` : ''}`,
  )
}
for (const peer of running.values()) peer.stop?.()
const [cpu] = cpus()
const machine = `${cpu?.model ?? process.arch}, ${cpus().length} cores, ${process.platform} ${release()}, Node ${process.version}`
if (asJson) console.log(JSON.stringify({ machine, rows }, null, 1))
else console.log(machine)
