import { readMeasurements } from './data/read/catalogue.ts'
import { estimateSeconds } from './experiment/estimate.ts'
import { fitExperiment } from './experiment/fit.ts'
import { planRun } from './experiment/run-plan.ts'
import { serveLiveFields } from './experiment/serve-live-fields.ts'
import { servePoints } from './experiment/serve-points.ts'
import { serveRuns } from './experiment/worker.ts'
import { makeScopePort } from './hosts/browser/worker-port.ts'
import { serveDesk } from './views/runs/desk-service.ts'

// The whole program of the page's worker: runs, points of sweeps, live curves and fields, fits and reading of tables, over one port.
const port = makeScopePort()
const clock = () => performance.now()
serveRuns(port, { clock })
servePoints(port, clock)
serveLiveFields(port, clock)
serveDesk(port, {
  readMeasurements,
  fitExperiment,
  estimate: (experiment, inputs) => estimateSeconds(planRun(experiment, inputs), clock),
  exact: (experiment, inputs, times) => planRun(experiment, inputs).exact?.(times),
  clock,
})
