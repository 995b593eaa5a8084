// What the window loads: it plans at every keystroke and computes nothing, so that no kernel and no integrator may be behind it.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { ensureReady } from '../scripts/setup.mjs'

const root = resolve(import.meta.dirname, '..')

/** Modules that are loaded with a module or later by it; types leave nothing behind, and workers are programs of their own. */
function loadedBy(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(?!type\b)([^'"`;]*?)from\s*['"](\.[^'"]+)['"]|(?:^|\n)\s*import\s*['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]\s*\)/g,
  )
  return [...found].flatMap(([, names, from, bare, later]) => {
    const listed = names?.match(/^\{([\s\S]*)\}\s*$/)?.[1]
    const areTypes = listed?.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name)) ?? false
    const specifier = from ?? bare ?? later ?? ''
    if (areTypes || specifier.includes('?') || !/\.tsx?$/.test(specifier)) return []
    return [relative(root, resolve(root, dirname(path), specifier))]
  })
}

/** Every module of the page, first load and later ones, with the one that asks for it. */
function modulesOf(start: string): ReadonlyMap<string, string | undefined> {
  const askedBy = new Map<string, string | undefined>([[start, undefined]])
  for (const path of askedBy.keys()) for (const next of loadedBy(path)) if (!askedBy.has(next)) askedBy.set(next, path)
  return askedBy
}

const page = modulesOf('src/main.tsx')

function trailTo(path: string): string {
  const trail = [path]
  for (let by = page.get(path); by !== undefined; by = page.get(by)) trail.unshift(by)
  return trail.join(' → ')
}

/** Among them some arithmetic that decisions need: a table of coefficients, a stability bound, a box, matrices of a few rows. */
const light = [
  'src/kernels/small-dense.ts',
  'src/solvers/analysis/box.ts',
  'src/solvers/steppers/exchange-stability.ts',
  'src/solvers/steppers/kencarp4.ts',
]

/** A module is heavy where kernels or what works with them is in it. */
const isHeavy = (path: string) =>
  /^src\/(kernels|experiment\/makers|solvers\/(steppers|linear|analysis))\//.test(path) && !light.includes(path)

test('nothing that the page loads reaches kernels, makers or integrators', () => {
  // A walk that sees nothing would find nothing.
  expect(page.size).toBeGreaterThan(200)
  for (const path of [
    'src/experiment/plan.ts',
    'src/experiment/bindings/typed-ode.ts',
    'src/solvers/stepper-descriptions.ts',
  ])
    expect(page.has(path), path).toBe(true)
  expect([...page.keys()].filter(isHeavy).map(trailTo)).toEqual([])
})

test('the same walk from the worker finds kernels', () => {
  expect([...modulesOf('src/run.worker.ts').keys()].filter(isHeavy).length).toBeGreaterThan(50)
})

/** Bytes of script, compressed, that the gallery waits for. With kernels in it, it was 748 000. */
const firstLoadBytes = 400_000

test('the built page names few scripts to begin with, and no script of it holds a kernel', {
  timeout: 120_000,
}, async () => {
  await ensureReady({ parts: ['web'], log: () => {} })
  const built = join(root, 'dist/web')
  const first = [...readFileSync(join(built, 'index.html'), 'utf8').matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)]
  const sizes = first.map(([, name]) => gzipSync(readFileSync(join(built, name ?? ''))).length)
  expect(sizes.length).toBeGreaterThan(3)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadBytes)
  // How base64 writes the first bytes of every WebAssembly module: 0, "asm", 1.
  const isCarrier = (name: string) => readFileSync(join(built, 'assets', name), 'utf8').includes('AGFzbQ')
  const scripts = readdirSync(join(built, 'assets')).filter((name) => name.endsWith('.js'))
  expect(scripts.filter(isCarrier).filter((name) => !name.includes('worker'))).toEqual([])
  expect(scripts.filter(isCarrier).some((name) => name.startsWith('run.worker'))).toBe(true)
})
