import { useInterface } from './context.tsx'
import { Dock } from './dock.tsx'
import { Inspector } from './inspector.tsx'
import { LeftPanel } from './left-panel.tsx'
import { Splitter } from './splitter.tsx'

/** The experiment in front: left panel, dock, inspector. Hidden behind the gallery it stays as it is. */
export function Desk({ isHidden }: { readonly isHidden: boolean }) {
  const isInspectorOpen = useInterface((state) => state.isInspectorOpen)
  const leftWidth = useInterface((state) => state.leftWidth)
  const columns = `${leftWidth}px 0 minmax(0, 1fr)${isInspectorOpen ? ' 260px' : ''}`
  return (
    <div className="desk" style={{ gridTemplateColumns: columns, display: isHidden ? 'none' : 'grid' }}>
      <LeftPanel />
      <Splitter />
      <Dock />
      {isInspectorOpen ? <Inspector /> : null}
    </div>
  )
}
