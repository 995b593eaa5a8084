import type { Host } from '../../experiment/host.ts'
import type { Engine } from '../runs/engine.ts'
import { openFiles } from './open-file.ts'
import { keepSession, restoreSession } from './session.ts'
import { makeWorkbench, type Workbench } from './workbench.ts'

/** The workbench as it was when the window closed; what is handed in from outside is opened on top. */
export async function startWorkbench(desk: Host, engine: Engine): Promise<Workbench> {
  const workbench = makeWorkbench(desk, engine, {
    now: () => Date.now(),
    schedule: (callback) => requestAnimationFrame(callback),
  })
  // In a small window the plot needs the room; Ctrl+I brings the inspector.
  workbench.interface.setState({ isInspectorOpen: innerWidth >= 1100 })
  await restoreSession(workbench)
  keepSession(workbench)
  desk.onOpen((file) => void openFiles(workbench, [file]))
  workbench.document.subscribe((state) => {
    desk.setTitle(state.isOpen ? `${state.history.present.title ?? 'Untitled'} – Isoline` : 'Isoline')
  })
  return workbench
}
