import { readFieldMethod } from '../bindings/field-method.ts'
import { withFieldEstimate } from './field-estimate.ts'
import { simulationOf } from './field-run.ts'
import type { Maker } from './maker.ts'

const lines: Maker = {
  problem: 'typed-pde',
  method: 'method-of-lines',
  make(request) {
    const { fields } = request.values
    if (!fields) throw new Error('nothing was typed')
    const method = readFieldMethod(fields, request)
    return {
      makeSimulation({ saveFrames }) {
        const own = simulationOf(fields, method, request, saveFrames)
        return request.options.errorEstimate === true ? withFieldEstimate(own, fields, method, request) : own
      },
    }
  },
}

export const typedPdeMakers: readonly Maker[] = [lines]
