// Topic ode: time to an achieved error, ours (`auto`) beside SciPy and SUNDIALS. Each runs at the tolerance of a ladder
// (a fourth of a decade a rung) at which it is quickest among those that reach the error. Only the end value is asked for.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endError, problems } from './ode-problems.mjs'
import { startPeer } from './peer.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const cache = join(here, '../.cache/bench')
mkdirSync(cache, { recursive: true })
const program = join(cache, 'ode-peer')
const libraries = ['cvode', 'arkode', 'nvecserial', 'sunmatrixdense', 'sunmatrixband', 'sunlinsoldense', 'sunlinsolband', 'sunlinsolspgmr', 'generic'] // biome-ignore format: a list
const compiled = spawnSync('cc', ['-O3', '-march=native', join(here, 'peers/ode.c'), '-o', program, ...libraries.map((name) => `-lsundials_${name}`), '-lm']) // biome-ignore format: one command
if (compiled.status !== 0) process.stderr.write(`ode.c: ${compiled.stderr ?? compiled.error}\n`)

const python = [join(here, 'peers/ode.py')]
export const peers = [
  { name: 'SUNDIALS', commands: compiled.status === 0 ? [[program]] : [['cc with SUNDIALS']], probe: [] },
  { name: 'SciPy', commands: [['/usr/bin/python3', ...python], ['python3', ...python]], probe: ['-c', 'import numpy, scipy.integrate'] },
] // biome-ignore format: a table

/** Methods of each peer by kind of problem; a method that cannot finish in reasonable time on one is left out there. */
const methods = {
  'non-stiff': { SUNDIALS: ['arkode5', 'arkode8', 'adams'], SciPy: ['DOP853', 'LSODA', 'RK45'] },
  stiff: { SUNDIALS: ['bdf'], SciPy: ['LSODA', 'BDF', 'Radau'] },
  large: { SUNDIALS: ['bdf'], SciPy: ['LSODA', 'BDF', 'Radau'] },
}
const leftOut = { bruss2d: ['LSODA', 'Radau'] }
const targets = [1e-3, 1e-5, 1e-7]
const ladder = (kind) =>
  Array.from({ length: 45 }, (_, i) => 10 ** (-2 - i / 4)).filter((_, i) => kind !== 'large' || i % 2 === 0)

/** The quickest rung that reaches the error; `solve` gives { ms, y } or undefined. Stops where the smallest target is well passed. */
async function climb(problem, solve) {
  const rungs = []
  let passed = 0
  for (const rtol of ladder(problem.kind)) {
    const found = await solve(rtol)
    if (!found) continue
    rungs.push({ rtol, ...found, error: endError(problem, found.y) })
    if (rungs.at(-1).error <= targets.at(-1) && ++passed >= 3) break
  }
  return (target) => rungs.filter(({ error }) => error <= target).sort((a, b) => a.ms - b.ms)[0]
}

/** Our run as the product does it: text, compiled, `auto` unless told otherwise; the system is compiled once. */
export function makeOurs({ readOdeEquations, compileSystem, makeKernels, makeOdeSimulation }, problem) {
  const { equations, errors } = readOdeEquations({ equations: problem.equations, parameters: [] })
  if (!equations) throw new Error(`${problem.id}: ${JSON.stringify(errors)}`)
  const kernels = makeKernels()
  const system = compileSystem(kernels, equations)
  const initial = Float64Array.from(problem.initial)
  const scalars = equations.unknowns.map((name) => ({ name, unit: '1' }))
  const times = Float64Array.of(problem.to)
  return (rtol, stepper = 'auto') => {
    const mark = kernels.mark()
    const simulation = makeOdeSimulation(system, { stepper, rtol, atol: rtol * problem.scale, from: 0, times, initial, unknowns: equations.unknowns, scalars }) // biome-ignore format: one call
    let y
    for (let isDone = false; !isDone; ) {
      const advance = simulation.advance(Number.POSITIVE_INFINITY, () => 0)
      y = advance.samples?.values ?? y
      isDone = advance.done
    }
    const notes = simulation.report().notes ?? []
    y = Float64Array.from(y)
    kernels.release(mark)
    return { y, notes }
  }
}

export async function cases(entry) {
  const only = process.env.ISOLINE_BENCH_ONLY?.split(',')
  const rows = []
  const running = Object.fromEntries(await Promise.all(peers.map(async (peer) => [peer.name, await startPeer(peer)])))
  for (const problem of problems.filter(({ id }) => !only || only.includes(id))) {
    const ours = makeOurs(entry, problem)
    const timed = (rtol) => {
      try {
        ours(rtol)
        const before = process.cpuUsage()
        const { y } = ours(rtol)
        const used = process.cpuUsage(before)
        return { ms: (used.user + used.system) / 1000, y }
      } catch {
        return undefined
      }
    }
    const best = await climb(problem, timed)
    for (const [name, list] of Object.entries(methods[problem.kind]))
      for (const method of list.filter((one) => !leftOut[problem.id]?.includes(one))) {
        const request = (rtol) => ({
          problem: problem.id,
          method,
          rtol,
          atol: rtol * problem.scale,
          from: 0,
          to: problem.to,
        })
        const peer = running[name]
        const theirs = peer.missing
          ? () => undefined
          : await climb(problem, async (rtol) => {
              const answer = await peer.ask({ ...request(rtol), batch: 1 })
              return answer.error ? undefined : answer
            })
        for (const target of targets) {
          const [mine, other] = [best(target), theirs(target)]
          if (!mine) continue
          rows.push({
            case: `${problem.id} to error ${target.toExponential(0)}, ${name} ${method}`,
            ours: () => ours(mine.rtol),
            error: ({ y }) => endError(problem, y),
            repeats: problem.kind === 'large' ? 3 : 5,
            note: `rtol ${mine.rtol.toExponential(1)} and ${other?.rtol.toExponential(1) ?? '–'}`,
            peer: other && { name, request: request(other.rtol), error: ({ y }) => endError(problem, y) },
          })
        }
      }
  }
  for (const peer of Object.values(running)) peer.stop?.()
  return rows
}
