import { expect, test } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import { emptyResult, takeEvent } from '../../src/views/runs/run-record.ts'

const outcome: Outcome = {
  status: 'running', method: 'exact', stepper: 'none', backend: 'wasm', why: [], seconds: { wall: 0, cpu: 0 }, steps: 0,
  compute: { executor: 'wasm', precision: 'f64', threads: 1, build: 'simd' }, rejected: 0, evaluations: 0, errors: {},
  invariants: {}, metrics: {}, events: [], versions: {}, seed: 0,
} // biome-ignore format: one line reads as the table it is

test('samples in pieces become one table', () => {
  // Source: row-major rows as core/field.ts says; written out by hand.
  let result = takeEvent(emptyResult, {
    type: 'started',
    scalars: [
      { name: 'benzene', unit: 'mol/m^3' },
      { name: 'toluene', unit: 'mol/m^3' },
    ],
    fields: [],
    outcome,
  })
  result = takeEvent(result, {
    type: 'samples',
    samples: { times: Float64Array.of(0, 1), values: Float64Array.of(1, 10, 2, 20) },
  })
  result = takeEvent(result, {
    type: 'samples',
    samples: { times: Float64Array.of(2), values: Float64Array.of(3, 30) },
  })
  expect([...result.samples.times]).toEqual([0, 1, 2])
  expect([...result.samples.values]).toEqual([1, 10, 2, 20, 3, 30])
  expect(takeEvent(result, { type: 'ended', outcome: { ...outcome, status: 'failed', reason: 'why' } })).toMatchObject({
    status: 'failed',
    reason: 'why',
  })
})
