import { expect, test } from 'vitest'
import { noInputs } from '../../src/experiment/inputs.ts'
import type { LiveFrame, LiveOpened } from '../../src/experiment/live-fields.ts'
import { type LiveHandle, openLiveFields } from '../../src/experiment/live-fields-client.ts'
import type { Port } from '../../src/experiment/messages.ts'
import { parseExperiment } from '../../src/experiment/parse.ts'
import { serveLiveFields } from '../../src/experiment/serve-live-fields.ts'
import { typedPdeExample } from '../../src/pde/typed-pde/example.ts'

/** Both ends of a channel in one thread; messages are copied, as between threads. */
function makePorts(): readonly [Port, Port] {
  const listeners = [new Set<(message: unknown) => void>(), new Set<(message: unknown) => void>()] as const
  const end = (own: 0 | 1): Port => ({
    postMessage(message) {
      const copy = structuredClone(message)
      setTimeout(() => {
        for (const listener of [...listeners[own === 0 ? 1 : 0]]) listener(copy)
      }, 0)
    },
    onMessage(listener) {
      listeners[own].add(listener)
      return () => listeners[own].delete(listener)
    },
  })
  return [end(0), end(1)]
}

/** A session whose frames are taken as they come. */
function openSession(document: object, start: { readonly speed?: number; readonly isPlaying?: boolean } = {}) {
  const [page, worker] = makePorts()
  const stop = serveLiveFields(worker, () => performance.now())
  const seen = { frames: [] as LiveFrame[], opened: [] as LiveOpened[], failures: [] as string[] }
  let wake = () => {}
  const handle: LiveHandle = openLiveFields(page, parseExperiment(document), noInputs, { speed: start.speed, isPlaying: start.isPlaying ?? true }, {
    onOpened: (opened) => seen.opened.push(opened),
    onFrame(frame) {
      seen.frames.push(frame)
      handle.taken()
      wake()
    },
    onFailed(message) {
      seen.failures.push(message)
      wake()
    },
  }) // biome-ignore format: one call
  const until = async (isThere: () => boolean) => {
    while (!isThere())
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  const last = () => seen.frames.at(-1)
  return { handle, seen, until, last, next: async () => { const before = seen.frames.length; await until(() => seen.frames.length > before); return last() }, end() { handle.close(); stop() } } // biome-ignore format: record
}

const heat = (more: object = {}, rest: object = {}) => ({
  isoline: 1,
  problem: { id: 'typed-pde', equations: ['u_t = D*u_xx'], parameters: { D: 1 }, domain: { x: { from: 0, to: 1, points: 65 } }, initial: { u: 'cos(pi*x)' }, ...more },
  time: { to: 0.1 },
  ...rest,
}) // biome-ignore format: a document

test('a rod cools as its exact solution does, on and on, with the diffusivity of the slider', async () => {
  const { seen, handle, until, last, next, end } = openSession(heat({ invariants: { total: 'integral(u) + 1' } }), { speed: 0.1 }) // biome-ignore format: one call
  await until(() => (last()?.time ?? 0) > 0.02)
  // Exact: exp(−D π² t) cos πx.
  for (const frame of seen.frames) expect(frame.values[0]?.[0]).toBeCloseTo(Math.exp(-(Math.PI ** 2) * frame.time), 4)
  expect(seen.opened[0]?.invariants).toEqual(['total'])
  expect(Math.abs(last()?.drifts[0] ?? 1)).toBeLessThan(1e-10)
  handle.pause()
  // Frames from before the pause may be under way.
  await until(() => last()?.isPlaying === false)
  const still = last()
  expect(still?.isPlaying).toBe(false)
  const [from = 0, height = 0] = [still?.time, still?.values[0]?.[0]]
  handle.change({ kind: 'parameters', values: { D: 0.1 } })
  handle.play()
  await until(() => (last()?.time ?? 0) > from + 0.02)
  const later = last()
  const cooled = Math.exp(-0.1 * Math.PI ** 2 * ((later?.time ?? 0) - from))
  expect((later?.values[0]?.[0] ?? 0) / height).toBeCloseTo(cooled, 3)
  // Reset begins again, at the first time.
  handle.pause()
  await until(() => last()?.isPlaying === false)
  handle.change({ kind: 'reset' })
  const first = await next()
  expect(first?.time).toBe(0)
  expect(first?.values[0]?.[0]).toBeCloseTo(1, 6)
  expect(seen.failures).toEqual([])
  end()
})

test('the brush sets values at its path, across a periodic side, and one step moves on', async () => {
  // The nodes are the state of finite differences: what is painted is there to the last digit.
  const document = { ...typedPdeExample, method: { space: 'finite-difference' }, problem: { ...typedPdeExample.problem, domain: { x: { from: 0, to: 2.5, points: 32 }, y: { from: 0, to: 2.5, points: 32 } }, initial: { u: '1', v: '0' } } } // biome-ignore format: a document
  const { handle, seen, next, end } = openSession(document, { isPlaying: false })
  const before = await next()
  expect([before?.time, before?.extremes[3]]).toEqual([0, 0])
  handle.change({ kind: 'brush', stroke: { field: 'v', path: Float64Array.of(0, 1.25), radius: 0.35, value: 0.5, mode: 'set' } }) // biome-ignore format: one call
  const painted = await next()
  const at = (column: number, row: number) => painted?.values[1]?.[row * 32 + column] ?? Number.NaN
  // Spacing 2.5/32 = 0.078: one node beside is inside of a quarter of the radius, on both sides of the seam; five are outside.
  for (const column of [31, 0, 1]) expect(at(column, 16)).toBeCloseTo(0.5, 6)
  for (const column of [27, 5]) expect(Math.abs(at(column, 16))).toBeLessThan(1e-6)
  expect(painted?.time).toBe(0)
  handle.step()
  const stepped = await next()
  expect(stepped?.steps).toBe((painted?.steps ?? 0) + 1)
  expect(stepped?.time).toBeGreaterThan(0)
  expect(seen.failures).toEqual([])
  end()
})

test('a blow-up is told and the session lives: a reset goes on', async () => {
  // u' = u² from 1 goes to infinity at t = 1.
  const document = heat({ equations: ['u_t = D*u_xx + u^2'], initial: { u: '1' } })
  const { handle, seen, until, last, end } = openSession(document)
  await until(() => seen.failures.length > 0)
  expect(seen.failures[0]).toMatch(/cannot be followed beyond t = 1/)
  expect(last()?.values[0]?.every(Number.isFinite)).toBe(true)
  const count = seen.frames.length
  handle.pause()
  handle.change({ kind: 'reset' })
  await until(() => seen.frames.length > count && last()?.time === 0)
  end()
})

test('what does not change in time is one picture, and another with another parameter', async () => {
  // −u'' = s between zeros: u(1/2) = s/8.
  const document = heat({ equations: ['0 = u_xx + s'], parameters: { s: 8 }, boundary: { x: 'u = 0' }, initial: {} })
  const { handle, seen, next, end } = openSession(document)
  expect((await next())?.values[0]?.[32]).toBeCloseTo(1, 6)
  handle.change({ kind: 'parameters', values: { s: 16 } })
  expect((await next())?.values[0]?.[32]).toBeCloseTo(2, 6)
  expect(seen.failures).toEqual([])
  end()
})
