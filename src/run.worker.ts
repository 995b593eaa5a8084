import { readMeasurements } from './data/read/catalogue.ts'
import { fitExperiment } from './experiment/fit.ts'
import { serveRuns } from './experiment/worker.ts'
import { makeScopePort } from './hosts/browser/worker-port.ts'
import { serveDesk } from './views/runs/desk-service.ts'

// The whole program of the page's worker: runs, live curves, fits and reading of tables, over one port.
const port = makeScopePort()
serveRuns(port, { clock: () => performance.now() })
serveDesk(port, { readMeasurements, fitExperiment, clock: () => performance.now() })
