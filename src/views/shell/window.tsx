import { MantineProvider } from '@mantine/core'
import { useEffect, useState } from 'react'
import { ExportSheet } from '../export/export-sheet.tsx'
import { Gallery } from '../gallery/gallery.tsx'
import { useDocument, useInterface, useWorkbench, WorkbenchContext } from './context.tsx'
import { Dock } from './dock.tsx'
import { DropZone } from './drop-zone.tsx'
import { Inspector } from './inspector.tsx'
import { KeyList } from './key-list.tsx'
import { LeftPanel } from './left-panel.tsx'
import { HelpCard, Notices, QuestionDialogue } from './notices.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { listenToKeys } from './shortcuts.ts'
import { Splitter } from './splitter.tsx'
import { Strip } from './strip.tsx'
import { mantineTheme } from './theme.ts'
import { TitleBar } from './title-bar.tsx'
import type { Workbench } from './workbench.ts'

/** The whole window: title bar, rail, left panel, dock, inspector, strip. */
export function WorkbenchWindow({ workbench }: { readonly workbench: Workbench }) {
  return (
    <WorkbenchContext.Provider value={workbench}>
      <Themed />
    </WorkbenchContext.Provider>
  )
}

function Themed() {
  const theme = useInterface((state) => state.theme)
  const system = useSystemTheme()
  const shown = theme === 'system' ? system : theme
  return (
    <MantineProvider theme={mantineTheme} forceColorScheme={shown}>
      <Frame />
    </MantineProvider>
  )
}

/** What the system asks for, kept up. */
function useSystemTheme(): 'light' | 'dark' {
  const [isDark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const listen = () => setDark(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [])
  return isDark ? 'dark' : 'light'
}

function Frame() {
  const workbench = useWorkbench()
  const isGallery = useInterface((state) => state.place === 'gallery')
  const isInspectorOpen = useInterface((state) => state.isInspectorOpen)
  const leftWidth = useInterface((state) => state.leftWidth)
  const isOpen = useDocument((state) => state.isOpen)
  useEffect(() => listenToKeys(workbench, window), [workbench])
  const columns = `${leftWidth}px 0 minmax(0, 1fr)${isInspectorOpen ? ' 260px' : ''}`
  return (
    <div className="workbench">
      <TitleBar />
      <div className="body">
        <Rail />
        <main className="desk" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
          {isOpen && !isGallery ? <h1 className="visually-hidden">Isoline workbench</h1> : null}
          {isGallery || !isOpen ? <Gallery /> : null}
          {isOpen ? (
            <div className="desk" style={{ gridTemplateColumns: columns, display: isGallery ? 'none' : 'grid' }}>
              <LeftPanel />
              <Splitter />
              <Dock />
              {isInspectorOpen ? <Inspector /> : null}
            </div>
          ) : null}
        </main>
      </div>
      <Strip />
      <Palette />
      <KeyList />
      <ExportSheet />
      <HelpCard />
      <Notices />
      <QuestionDialogue />
      <DropZone />
    </div>
  )
}
