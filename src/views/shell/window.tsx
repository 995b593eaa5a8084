import { MantineProvider } from '@mantine/core'
import { lazy, Suspense, useEffect, useState } from 'react'
import { ExportSheet } from '../export/export-sheet.tsx'
import { Gallery } from '../gallery/gallery.tsx'
import { useDocument, useInterface, useWorkbench, WorkbenchContext } from './context.tsx'
import { DropZone } from './drop-zone.tsx'
import { KeyList } from './key-list.tsx'
import { HelpCard, Notices, QuestionDialogue } from './notices.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { listenToKeys } from './shortcuts.ts'
import { Strip } from './strip.tsx'
import { mantineTheme } from './theme.ts'
import { TitleBar } from './title-bar.tsx'
import type { Workbench } from './workbench.ts'

const loadDesk = () => import('./desk.tsx')
/** Panels, docked views and mathematics: more than all the rest, and the gallery needs none of it. */
const Desk = lazy(async () => ({ default: (await loadDesk()).Desk }))

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

/** Runs something once the window has drawn what it has. @returns takes it back */
function afterPaint(work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(work)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

function Frame() {
  const workbench = useWorkbench()
  const isGallery = useInterface((state) => state.place === 'gallery')
  const isOpen = useDocument((state) => state.isOpen)
  useEffect(() => listenToKeys(workbench, window), [workbench])
  // The gallery is on the screen: what a click on a card opens is fetched meanwhile.
  useEffect(() => afterPaint(() => void loadDesk()), [])
  return (
    <div className="workbench">
      <TitleBar />
      <div className="body">
        <Rail />
        <main className="desk" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
          {isOpen && !isGallery ? <h1 className="visually-hidden">Isoline workbench</h1> : null}
          {isGallery || !isOpen ? <Gallery /> : null}
          {isOpen ? (
            <Suspense fallback={isGallery ? null : <div className="empty">Loading…</div>}>
              <Desk isHidden={isGallery} />
            </Suspense>
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
