// The house's floors: imports go downwards only, rooms on one floor have no doors between them, and there are no circles.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Floor of each room; rooms of one floor may not import each other, except where one folder is the room. */
const floors: Readonly<Record<string, number>> = {
  'src/core': 0,
  'src/expression': 1,
  'src/kernels': 1,
  'src/pde': 2,
  'src/solvers': 2,
  'src/neural': 2,
  'src/data': 2,
  'src/fit': 2,
  'src/experiment': 3,
  'src/views': 4,
  'src/hosts': 5,
  electron: 5,
}

/** What only these floors may import beside our own files: everything else must run unchanged in a worker. */
const libraries: Readonly<Record<string, number>> = {
  react: 4, 'react-dom': 4, '@mantine/core': 4, '@mantine/hooks': 4, 'dockview-react': 4, 'plotly.js': 4, d3: 4, zustand: 4, katex: 4,
  '@tanstack/react-virtual': 4, '@resvg/resvg-wasm': 4, electron: 5,
} // biome-ignore format: a table

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'generated' || entry.name === 'assembly' ? [] : sourcesBelow(path)
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}

const sources = [...sourcesBelow('src'), ...sourcesBelow('electron')]

function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  )
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

const roomOf = (path: string) =>
  Object.keys(floors).find((room) => path.startsWith(`${room}/`)) ?? (path.startsWith('src/') ? 'src/hosts' : '')

interface Import {
  readonly from: string
  readonly to: string
}
const own: Import[] = []
const foreign: Import[] = []
for (const from of sources) {
  for (const specifier of importsOf(from)) {
    if (specifier.startsWith('.'))
      own.push({ from, to: relative(root, resolve(root, dirname(from), specifier.replace(/\?.*$/, ''))) })
    else foreign.push({ from, to: specifier })
  }
}

test('every source file and import was seen', () => {
  // A reader that sees nothing would pass every rule below.
  expect(sources.length).toBeGreaterThan(60)
  expect(own.length).toBeGreaterThan(sources.length)
})

test('imports go downwards, and rooms of one floor do not import each other', () => {
  const wrong = own.filter(({ from, to }) => {
    const [a, b] = [roomOf(from), roomOf(to)]
    if (!b || a === b) return false
    const [high, low] = [floors[a] ?? 9, floors[b] ?? 9]
    const hostsAndElectron = a === 'electron' && b === 'src/hosts'
    return low > high || (low === high && !hostsAndElectron)
  })
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})

test('a room below the windows uses no window library and nothing of Node', () => {
  const wrong = foreign.filter(({ from, to }) => {
    const floor = floors[roomOf(from)] ?? 9
    const name = Object.keys(libraries).find((library) => to === library || to.startsWith(`${library}/`))
    return (name !== undefined && (libraries[name] ?? 0) > floor) || (to.startsWith('node:') && floor < 5)
  })
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})

test('there are no circles', () => {
  const next = new Map<string, string[]>()
  for (const { from, to } of own) next.set(from, [...(next.get(from) ?? []), to])
  const state = new Map<string, 'open' | 'closed'>()
  const circles: string[] = []
  const walk = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'closed') return
    if (state.get(file) === 'open') {
      circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
      return
    }
    state.set(file, 'open')
    for (const to of next.get(file) ?? []) walk(to, [...trail, file])
    state.set(file, 'closed')
  }
  for (const file of sources) walk(file, [])
  expect(circles).toEqual([])
})

test('every file named in an import exists', () => {
  const known = new Set([...sources])
  const missing = own.filter(({ to }) => /\.tsx?$/.test(to) && !known.has(to) && !to.includes('/generated/'))
  expect(missing.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})
