import { domainSize } from '../../core/domain.ts'
import type { Binding } from './binding.ts'
import { computeOf } from './compute.ts'
import { readFieldMethod } from './field-method.ts'
import { readFieldStudy } from './field-study.ts'

const lines: Binding = {
  problem: 'typed-pde',
  method: 'method-of-lines',
  studies: ['steady', 'eigenvalues'],
  prepare(request) {
    const { fields } = request.values
    if (!fields) return { refused: 'there are no equations' }
    const { choice, backend, rtol, atol } = readFieldMethod(fields, request)
    const study = readFieldStudy(fields, request)
    const { space, stepper, step, why, memoryBytes } = choice
    // Frames under way to the disk.
    const frames = 8 * domainSize(fields.domain) * fields.equations.unknowns.length * 6
    return {
      stepper,
      space,
      backend,
      compute: computeOf(backend),
      ...(step === undefined ? {} : { step }),
      memoryBytes: memoryBytes + frames,
      why: [...why, ...study.why, ...(study.type === 'time' && step === undefined && stepper !== 'none' ? [`tolerance a step: relative ${rtol}, absolute ${Number(atol.toPrecision(2))}`] : [])], // biome-ignore format: one list
    }
  },
}

export const typedPdeBindings: readonly Binding[] = [lines]
