import { MantineProvider } from '@mantine/core'
import { type ComponentType, useEffect, useState } from 'react'
import { ExportSheet } from '../export/export-sheet.tsx'
import { Gallery } from '../gallery/gallery.tsx'
import { useDocument, useInterface, useWorkbench, WorkbenchContext } from './context.tsx'
import { DropZone } from './drop-zone.tsx'
import { Failure } from './failure.tsx'
import { KeyList } from './key-list.tsx'
import { HelpCard, Notices, QuestionDialogue } from './notices.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { listenToKeys } from './shortcuts.ts'
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

/**
 * Panels, docked views and mathematics: more than all the rest, and the gallery needs none of it. Fetched while that is drawn; without
 * `lazy`, since React holds what was suspended back for 300 ms.
 */
function useDesk(): ComponentType<{ readonly isHidden: boolean }> | undefined {
  const [desk, setDesk] = useState<{ readonly Desk: ComponentType<{ readonly isHidden: boolean }> }>()
  useEffect(() => {
    const fail = (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      setDesk({ Desk: () => <Failure message={message} /> })
    }
    import('./desk.tsx').then(setDesk, fail)
  }, [])
  return desk?.Desk
}

function Frame() {
  const workbench = useWorkbench()
  const isGallery = useInterface((state) => state.place === 'gallery')
  const isOpen = useDocument((state) => state.isOpen)
  useEffect(() => listenToKeys(workbench, window), [workbench])
  const Desk = useDesk()
  return (
    <div className="workbench">
      <TitleBar />
      <div className="body">
        <Rail />
        <main className="desk" style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}>
          {isOpen && !isGallery ? <h1 className="visually-hidden">Isoline workbench</h1> : null}
          {isGallery || !isOpen ? <Gallery /> : null}
          {isOpen && Desk ? <Desk isHidden={isGallery} /> : null}
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
