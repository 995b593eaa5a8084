import { readFieldMethod } from '../bindings/field-method.ts'
import { readFieldStudy } from '../bindings/field-study.ts'
import { withFieldEstimate } from './field-estimate.ts'
import { simulationOf, studyOf } from './field-run.ts'
import type { Maker } from './maker.ts'

const lines: Maker = {
  problem: 'typed-pde',
  method: 'method-of-lines',
  make(request) {
    const { fields } = request.values
    if (!fields) throw new Error('nothing was typed')
    const method = readFieldMethod(fields, request)
    const study = readFieldStudy(fields, request)
    return {
      makeSimulation({ saveFrames }) {
        if (study.type !== 'time') return studyOf(fields, method, study, request)
        const own = simulationOf(fields, method, request, saveFrames)
        return request.options.errorEstimate === true ? withFieldEstimate(own, fields, method, request) : own
      },
    }
  },
}

export const typedPdeMakers: readonly Maker[] = [lines]
