import { readIntegrate, readReference } from '../bindings/n-body.ts'
import { withReference } from './compared.ts'
import type { Maker } from './maker.ts'
import { makeBodiesSimulation } from './n-body-simulation.ts'

const integrate: Maker = {
  problem: 'n-body',
  method: 'integrate',
  make(request) {
    const choice = readIntegrate(request)
    if (!choice) throw new Error('there are no bodies')
    const { run, reference } = choice
    const { dimension, masses } = run.model
    return {
      makeSimulation() {
        const own = makeBodiesSimulation(run)
        if (!reference) return own
        // Behind energy and angular momentum.
        const groups = [...masses.keys()].map((body) =>
          Array.from({ length: dimension }, (_, d) => 2 + body * dimension + d),
        )
        return withReference(own, makeBodiesSimulation(reference), { name: 'position', groups }, ['step'])
      },
    }
  },
}

const reference: Maker = {
  problem: 'n-body',
  method: 'reference',
  make(request) {
    const run = readReference(request)
    if (!run) throw new Error('there are no bodies')
    return { makeSimulation: () => makeBodiesSimulation(run) }
  },
}

export const nBodyMakers: readonly Maker[] = [integrate, reference]
