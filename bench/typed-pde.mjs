// Topic typed-pde: typed equations, read and compiled, beside the same schemes written by hand in C and in NumPy.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compilePeer, distance, makeScratch, readNumbers } from './peer.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const scratch = makeScratch()

/** C with FFTW, with what the processor has; `vectors`: bits that the compiler may use at once. */
function inC(name, vectors) {
  const flags = [`-mprefer-vector-width=${vectors}`]
  const needs = 'cc with FFTW'
  return { name, ...compilePeer('typed_pde.c', `typed-pde-${vectors}`, { flags, libraries: ['fftw3'], needs }) }
}
const python = [join(here, 'peers/typed_pde.py')]
export const peers = [
  inC('C', 512),
  inC('C, 128 bit', 128),
  { name: 'NumPy', commands: [['/usr/bin/python3', ...python], ['python3', ...python]], probe: ['-c', 'import numpy'] },
] // biome-ignore format: a table

const kinds = {
  'gray-scott': {
    equations: ['u_t = Du*laplacian(u) - u*v^2 + F*(1 - u)', 'v_t = Dv*laplacian(v) + u*v^2 - (F + k)*v'],
    parameters: { Du: 2e-5, Dv: 1e-5, F: 0.04, k: 0.06 },
    axes: { x: 2.5, y: 2.5 },
    unknowns: 2,
    // About half the step that diffusion allows on 512² nodes, and a step for 2048².
    step: (n) => 0.3 * (512 / n) ** 2,
  },
  'cahn-hilliard': {
    equations: ['u_t = laplacian(u^3 - u - eps*laplacian(u))'],
    parameters: { eps: 1e-4 },
    axes: { x: 1, y: 1 },
    unknowns: 1,
    step: (n) => 5e-9 * (512 / n) ** 4,
  },
  'kuramoto-sivashinsky': {
    equations: ['u_t = -u*u_x - u_xx - u_xxxx'],
    parameters: {},
    axes: { x: 32 * Math.PI },
    unknowns: 1,
    step: () => 1 / 64,
  },
}

const sizes = [
  ['gray-scott', 512, 0, 'Gray–Scott 512², rates'],
  ['gray-scott', 512, 10, 'Gray–Scott 512², 10 steps of RK4'],
  ['gray-scott', 2048, 0, 'Gray–Scott 2048², rates'],
  ['gray-scott', 2048, 2, 'Gray–Scott 2048², 2 steps of RK4'],
  ['cahn-hilliard', 512, 0, 'Cahn–Hilliard 512², rates'],
  ['cahn-hilliard', 512, 10, 'Cahn–Hilliard 512², 10 steps of RK4'],
  ['kuramoto-sivashinsky', 512, 1000, 'Kuramoto–Sivashinsky, 512 points, 1000 steps of ETDRK4'],
]

/** A typed problem read; its domain is a ring along each axis. */
function typedProblem({ readFieldEquations }, { equations, parameters, axes }, n) {
  const list = Object.entries(axes).map(([name, to]) => ({ name, unit: '1', from: 0, to, points: n, isPeriodic: true }))
  const found = readFieldEquations({
    equations,
    axes: list.map(({ name }) => ({ name, isPeriodic: true })),
    parameters: Object.keys(parameters),
    boundary: Object.fromEntries(list.map(({ name }) => [name, 'periodic'])),
  })
  if (!found.equations) throw new Error(found.errors.map(({ message }) => message).join('\n'))
  return {
    equations: found.equations,
    parameters: Float64Array.from(Object.values(parameters)),
    domain: { axes: list, dimension: list.length },
    seed: 1,
  }
}

/** Node values to begin with: smooth, of the size that solutions have. */
function startOf(kind, n) {
  if (kind === 'kuramoto-sivashinsky')
    return Float64Array.from({ length: n }, (_, j) => {
      const x = (2 * Math.PI * j) / n
      return Math.cos(x) * (1 + Math.sin(x))
    })
  const { unknowns } = kinds[kind]
  return Float64Array.from({ length: unknowns * n * n }, (_, at) => {
    const [x, y] = [at % n, Math.floor(at / n) % n].map((i) => (2 * Math.PI * i) / n)
    const wave = Math.sin(3 * x + 1) * Math.cos(2 * y) + 0.3 * Math.cos(5 * x - 4 * y)
    return kind === 'cahn-hilliard' ? 0.5 * wave : at < n * n ? 0.6 + 0.2 * wave : 0.25 + 0.1 * wave
  })
}

/** A problem on its grid, at its start: what is called, and node values of what came out. */
function makeRun(entry, kind, n, steps) {
  const { etdrk4, makeFiniteDifference, makeFourierFields, makeKernels, rk4 } = entry
  const isLine = kind === 'kuramoto-sivashinsky'
  const kernels = makeKernels()
  const problem = typedProblem(entry, kinds[kind], n)
  const fields = isLine ? makeFourierFields(kernels, problem, {}) : makeFiniteDifference(kernels, problem, { order: 2 })
  const { system } = fields
  const start = startOf(kind, n)
  const nodes = kernels.reserve(start.length)
  const begin = kernels.reserve(system.size)
  const h = kinds[kind].step(n)
  kernels.view(nodes, start.length).set(start)
  fields.encode(0, nodes, begin)
  if (steps === 0) {
    const out = kernels.reserve(system.size)
    return { work: () => system.rates(0, begin, out), result: () => kernels.view(out, system.size), start, h }
  }
  const stepping = (isLine ? etdrk4 : rk4).make(system, { rtol: 1e-6, atol: 1e-9 })
  return {
    work() {
      kernels.view(stepping.state, system.size).set(kernels.view(begin, system.size))
      stepping.start(0)
      for (let k = 0; k < steps; k++) {
        if (!(stepping.attempt(h) <= 1)) throw new Error(`${kind}: the step failed`)
        stepping.accept()
      }
    },
    result() {
      fields.decode(0, stepping.state, nodes)
      return kernels.view(nodes, start.length)
    },
    start,
    h,
  }
}

/**
 * From an edited term to the picture after a first step, as the worker of the window does it: experiment read, equations read, space
 * and method chosen, loops compiled, one step, values. Every text is new to every cache. The first of a kind is start-up.
 */
function editing({ makeLiveFields, noInputs, parseExperiment }) {
  const starts = { 'gray-scott': ['1 - 0.5*b', '0.4*b'], 'cahn-hilliard': ['0.2*sin(9*x)*cos(8*y)'] }
  const times = []
  let edits = 0
  for (const [kind, method] of [
    ['gray-scott', { space: 'finite-difference', order: 2, stepper: 'rk4' }],
    ['gray-scott', {}],
    ['cahn-hilliard', {}],
    ['kuramoto-sivashinsky', {}],
  ]) {
    const { equations, parameters, axes } = kinds[kind]
    const names = Object.keys(axes)
    const bump = kind === 'gray-scott' ? ['b = exp(-((x - 1)^2 + (y - 1)^2)/0.05)'] : []
    const values = starts[kind] ?? ['cos(x/16)*(1 + sin(x/16))']
    const document = (term) => ({
      isoline: 1,
      problem: {
        id: 'typed-pde',
        equations: [`${equations[0]} - ${term}`, ...equations.slice(1), ...bump],
        parameters,
        domain: Object.fromEntries(names.map((name) => [name, { from: 0, to: axes[name], points: 512 }])),
        boundary: Object.fromEntries(names.map((name) => [name, 'periodic'])),
        initial: Object.fromEntries(values.map((value, i) => [['u', 'v'][i], value])),
      },
      method,
      time: { to: 1000, samples: 11 },
    })
    let living
    for (let i = 0; i < 9; i++) {
      const text = JSON.stringify(document(`${(1e-3 * ++edits).toFixed(3)}*u^${2 + (i % 3)}`))
      const [wall, used] = [performance.now(), process.cpuUsage()]
      const next = makeLiveFields(parseExperiment(JSON.parse(text)), noInputs)
      next.takeStep()
      next.moment()
      const ms = performance.now() - wall
      const { user, system } = process.cpuUsage(used)
      living?.close()
      living = next
      if (i > 1) times.push({ title: `${kind}, ${next.opened().space}`, ms, cpu: (user + system) / 1000 })
    }
    living?.close()
  }
  const short = (value) => Number(value.toPrecision(4))
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN
  const titles = [...new Set(times.map(({ title }) => title))]
  const each = titles.map((title) => {
    const own = times.filter((one) => one.title === title)
    return `${title} ${short(median(own.map(({ ms }) => ms)))} (${short(median(own.map(({ cpu }) => cpu)))} of CPU)`
  })
  const worst = Math.max(...times.map(({ ms }) => ms))
  return {
    ours_ms: short(worst),
    peer: 'the bound of 150 ms',
    peer_ms: 150,
    ratio: short(worst / 150),
    note: `wall time, the worst of ${times.length}; medians: ${each.join('; ')}`,
  }
}

/** A part of the cases: words that titles contain, ISOLINE_BENCH_ONLY=rates,kuramoto. */
const only = process.env.ISOLINE_BENCH_ONLY?.toLowerCase().split(',')
const isWanted = (title) => !only || only.some((word) => title.toLowerCase().includes(word))

export function cases(entry) {
  const rows = sizes
    .filter(([, , , title]) => isWanted(title))
    .flatMap(([kind, n, steps, title]) => {
      let made
      // One problem in memory at a time.
      const run = () => {
        made ??= makeRun(entry, kind, n, steps)
        return made
      }
      const input = join(scratch, `${kind}-${n}.in`)
      writeFileSync(input, startOf(kind, n))
      const h = kinds[kind].step(n)
      return peers.map(({ name }) => {
        const request = {
          kind,
          n,
          steps,
          h,
          in: input,
          out: join(scratch, `${kind}-${n}-${steps}-${name.slice(0, 5)}.out`),
        }
        const isSlow = name === 'NumPy'
        return {
          case: title,
          ours: () => run().work(),
          repeats: n > 1000 ? 9 : 15,
          peer: {
            name,
            request,
            ...(isSlow ? { repeats: 3 } : {}),
            error() {
              run().work()
              return distance(readNumbers(request.out), run().result())
            },
          },
          note: 'error of the peer: against ours',
        }
      })
    })
  const edit = 'from an edited term to the picture after a step, 512² and 512 points'
  return [...rows, ...(isWanted(edit) ? [{ case: edit, row: () => editing(entry) }] : [])]
}
