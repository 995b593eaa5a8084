import '@fontsource-variable/inter/index.css'
import './views/shell/mantine-styles.ts'
import 'dockview-react/dist/styles/dockview.css'
import 'katex/dist/katex.min.css'
import './views/styles.ts'
import { createRoot } from 'react-dom/client'
import { pickHost } from './hosts/browser/pick-host.ts'
import { makeLazyPort, makeWorkerPort } from './hosts/browser/worker-port.ts'
import { makeEngine } from './views/runs/make-engine.ts'
import { Failure } from './views/shell/failure.tsx'
import { startWorkbench } from './views/shell/start.ts'
import { WorkbenchWindow } from './views/shell/window.tsx'

const newWorker = () => new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module', name: 'isoline' })
const startWorker = () => makeWorkerPort(newWorker())

/** Sweeps compute on every core but one, which is the window's. */
const sweepWorkers = {
  count: Math.max(1, (navigator.hardwareConcurrency || 2) - 1),
  start() {
    const worker = newWorker()
    return { port: makeWorkerPort(worker), end: () => worker.terminate() }
  },
}

async function start(place: HTMLElement): Promise<void> {
  const root = createRoot(place)
  try {
    const host = await pickHost()
    const engine = makeEngine(
      startWorker(),
      makeLazyPort(startWorker),
      { isoline: host.information.version },
      sweepWorkers,
    )
    const workbench = await startWorkbench(host, engine)
    root.render(<WorkbenchWindow workbench={workbench} />)
  } catch (error) {
    root.render(<Failure message={error instanceof Error ? error.message : String(error)} />)
  }
}

const place = document.getElementById('root')
if (place) void start(place)
