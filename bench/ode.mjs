// Topic ode: time to an achieved error, ours (`auto`) beside SciPy and SUNDIALS, and errors and times at equal tolerances. Each runs at
// the loosest tolerance of a ladder from which on its error stays within the target. Only the end value is asked for.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endError, problems } from './ode-problems.mjs'
import { compilePeer, startPeer } from './peer.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const libraries = ['cvode', 'arkode', 'nvecserial', 'sunmatrixdense', 'sunmatrixband', 'sunlinsoldense', 'sunlinsolband', 'sunlinsolspgmr', 'generic'] // biome-ignore format: a list
const compiled = compilePeer('ode.c', 'ode-peer', { libraries: libraries.map((name) => `sundials_${name}`), needs: 'cc with SUNDIALS' }) // biome-ignore format: one call

const python = [join(here, 'peers/ode.py')]
export const peers = [
  { name: 'SUNDIALS', commands: compiled.commands, probe: [] },
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
const tolerances = [1e-3, 1e-6, 1e-9]
/** Slow peers climb in half decades, the rest in quarters. */
const slow = ['BDF', 'Radau']
const stiffOnes = ['rodas5p', 'radau5', 'bdf']
const ownMethods = { 'non-stiff': ['tsit5', 'dop853'], stiff: stiffOnes, large: ['radau5', 'bdf', 'rkc2'] }

/**
 * Runs at tighter and tighter tolerances; gives the loosest one at which, and at all tighter ones, the error is within a target: a
 * lucky end value does not count. Errors repeat, so each rung runs once. `solve` gives { y } or undefined.
 */
async function climb(problem, step, solve) {
  const rungs = []
  for (let k = 0; k <= 9; k += step) {
    const rtol = 10 ** (-2 - k)
    const found = await solve(rtol)
    rungs.push({ rtol, error: found ? endError(problem, found.y) : Number.POSITIVE_INFINITY })
    const least = rungs.slice(-3).every(({ error }) => error <= targets.at(-1) / 2)
    if (rungs.length >= 3 && least) break
  }
  return (target) => {
    const last = rungs.findLastIndex(({ error }) => !(error <= target))
    return rungs[last + 1]
  }
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
    const report = simulation.report()
    y = Float64Array.from(y)
    kernels.release(mark)
    const steppers = (report.notes ?? []).map((note) => note.match(/^[a-z0-9]+/)[0])
    return { y, report, steppers: [...new Set(steppers)].join(', ') }
  }
}

/** CPU milliseconds of one call, the least of several batches. */
function quickest(work) {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0, times = 1; i < 6; i++) {
    const before = process.cpuUsage()
    for (let k = 0; k < times; k++) work()
    const used = process.cpuUsage(before)
    const ms = (used.user + used.system) / 1000 / times
    least = Math.min(least, ms)
    times = Math.max(1, Math.min(500, Math.ceil(10 / Math.max(ms, 0.01))))
  }
  return least
}

export async function cases(entry) {
  const only = process.env.ISOLINE_BENCH_ONLY?.split(',')
  const rows = []
  const running = Object.fromEntries(await Promise.all(peers.map(async (peer) => [peer.name, await startPeer(peer)])))
  for (const problem of problems.filter(({ id }) => !only || only.includes(id))) {
    const run = makeOurs(entry, problem)
    const tried = (stepper) => (rtol) => {
      try {
        return run(rtol, stepper)
      } catch {
        return undefined
      }
    }
    const isLarge = problem.kind === 'large'
    const step = isLarge ? 0.5 : 0.25
    const auto = await climb(problem, step, tried('auto'))
    /** Our quickest method when the choice is not left to `auto`. */
    const others = []
    for (const stepper of ownMethods[problem.kind])
      others.push({ stepper, at: await climb(problem, step, tried(stepper)) })
    const best = targets.map((target) =>
      others
        .filter(({ at }) => at(target))
        .map(({ stepper, at }) => ({ stepper, ms: quickest(() => run(at(target).rtol, stepper)) }))
        .sort((a, b) => a.ms - b.ms)
        .at(0),
    )
    // Until everything on the way is compiled by the optimising compiler.
    for (const end = process.hrtime.bigint() + 500_000_000n; process.hrtime.bigint() < end; )
      for (const target of targets) if (auto(target)) run(auto(target).rtol)
    for (const [name, list] of Object.entries(methods[problem.kind]))
      for (const method of list.filter((one) => !leftOut[problem.id]?.includes(one))) {
        const peer = running[name]
        const request = (rtol) => ({
          problem: problem.id,
          method,
          rtol,
          atol: rtol * problem.scale,
          from: 0,
          to: problem.to,
        })
        const ask = async (rtol) => {
          const answer = peer.missing ? undefined : await peer.ask({ ...request(rtol), batch: 1 })
          return answer?.error ? undefined : answer
        }
        const theirs = await climb(problem, slow.includes(method) ? 0.5 : step, ask)
        const add = (label, ours, other, note) => {
          rows.push({
            case: `${problem.id} ${label}, ${name} ${method}`,
            ours: () => run(ours),
            error: ({ y }) => endError(problem, y),
            repeats: isLarge ? 3 : 5,
            note,
            peer: other && {
              name,
              request: request(other),
              error: ({ y }) => endError(problem, y),
              repeats: slow.includes(method) ? 2 : 5,
            },
          })
        }
        targets.forEach((target, k) => {
          const [mine, other] = [auto(target), theirs(target)]
          if (!mine) return
          const quickestOne = best[k] ? `; our quickest: ${best[k].stepper}, ${best[k].ms.toPrecision(3)} ms` : ''
          const used = run(mine.rtol).steppers
          add(
            `to error ${target.toExponential(0)}`,
            mine.rtol,
            other?.rtol,
            `rtol ${mine.rtol.toExponential(1)} (${used}) and ${other?.rtol.toExponential(1) ?? '–'}${quickestOne}`,
          )
        })
        for (const rtol of tolerances)
          if (tried('auto')(rtol) && (await ask(rtol)))
            add(`at rtol ${rtol.toExponential(0)}`, rtol, rtol, `auto: ${run(rtol).steppers}`)
      }
  }
  for (const peer of Object.values(running)) peer.stop?.()
  return rows
}
