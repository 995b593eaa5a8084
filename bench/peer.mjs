// A peer is a program that stays up and answers one JSON line with one JSON line: { ms, … } of its own CPU time, or { error }.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** What is kept from run to run: bundles and compiled peers. */
export const cache = join(here, '../.cache/bench')

/** A new folder for the numbers that go to peers and come back. */
export const makeScratch = () => mkdtempSync(join(tmpdir(), 'isoline-bench-'))

/**
 * Compiles peers/SOURCE with what the processor has: { commands, probe } of the peer, and its `program` where it was made.
 * @param needs what is said to have been looked for where it was not
 */
export function compilePeer(source, name, { flags = [], libraries = [], needs = 'a C compiler' } = {}) {
  mkdirSync(cache, { recursive: true })
  const program = join(cache, name)
  const words = ['-O3', '-march=native', ...flags, join(here, 'peers', source), '-o', program]
  const made = spawnSync('cc', [...words, ...libraries.map((library) => `-l${library}`), '-lm'])
  if (made.status === 0) return { program, commands: [[program]], probe: ['--probe'] }
  process.stderr.write(`${source}: ${made.stderr ?? made.error}\n`)
  return { commands: [[needs]], probe: ['--probe'] }
}

/** The numbers of a file that a peer wrote. */
export function readNumbers(file) {
  const bytes = readFileSync(file)
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
}

/** Largest difference over the largest value wanted. */
export function distance(a, b) {
  let [worst, top] = [0, 0]
  for (let i = 0; i < b.length; i++) {
    worst = Math.max(worst, Math.abs(a[i] - b[i]))
    top = Math.max(top, Math.abs(b[i]))
  }
  return worst / top
}

/**
 * Starts a peer: { name, command: [program, …arguments], probe: [program, …arguments] }.
 * Without the program it is { missing: why }.
 */
export async function startPeer({ name, commands, probe }) {
  const command = commands.find(
    ([program, ...words]) => spawnSync(program, probe ?? words, { stdio: 'ignore' }).status === 0,
  )
  if (!command)
    return { name, missing: `not on this machine (looked for ${commands.map(([program]) => program).join(', ')})` }
  const [program, ...words] = command
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = []
  let ended
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)))
  child.on('exit', (code) => {
    ended = { error: `the peer ended with status ${code}` }
    for (const answer of waiting.splice(0)) answer(ended)
  })
  return {
    name,
    ask: (request) =>
      new Promise((resolve) => {
        if (ended) return resolve(ended)
        waiting.push(resolve)
        child.stdin.write(`${JSON.stringify(request)}\n`)
      }),
    stop: () => child.stdin.end(),
  }
}
