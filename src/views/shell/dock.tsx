import {
  type DockviewApi,
  DockviewDefaultTab,
  DockviewReact,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react'
import { type FunctionComponent, lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../pde/problem.ts'
import { appliesTo, firstViews, type ViewId, views } from '../catalogue.ts'
import { problemInFront } from '../problem-in-front.ts'
import { useDocument, useInterface, useWorkbench } from './context.tsx'
import { Icon } from './icons.tsx'
import { ViewBoundary } from './view-boundary.tsx'

const theme: DockviewTheme = { name: 'isoline', className: 'dockview-theme-isoline' }

const parts: Readonly<Record<ViewId, FunctionComponent>> = {
  chromatogram: lazy(async () => ({ default: (await import('../runs/chromatogram-view.tsx')).ChromatogramView })),
  field: lazy(async () => ({ default: (await import('../fields/field-view.tsx')).FieldView })),
  'time-series': lazy(async () => ({ default: (await import('../odes/time-series-view.tsx')).TimeSeriesView })),
  'phase-portrait': lazy(async () => ({
    default: (await import('../odes/phase-portrait-view.tsx')).PhasePortraitView,
  })),
  orbits: lazy(async () => ({ default: (await import('../odes/orbits-view.tsx')).OrbitsView })),
  conserved: lazy(async () => ({ default: (await import('../odes/conserved-view.tsx')).ConservedView })),
  study: lazy(async () => ({ default: (await import('../studies/study-view.tsx')).StudyView })),
  error: lazy(async () => ({ default: (await import('../runs/error-view.tsx')).ErrorView })),
  profile: lazy(async () => ({ default: (await import('../runs/profile-view.tsx')).ProfileView })),
  components: lazy(async () => ({ default: (await import('../forms/components-view.tsx')).ComponentsView })),
  sheet: lazy(async () => ({ default: (await import('../data/sheet-view.tsx')).SheetView })),
  fit: lazy(async () => ({ default: (await import('../fit/fit-view.tsx')).FitView })),
  sweep: lazy(async () => ({ default: (await import('../sweep/sweep-view.tsx')).SweepView })),
  'sweep-table': lazy(async () => ({ default: (await import('../sweep/sweep-table-view.tsx')).SweepTableView })),
  report: lazy(async () => ({ default: (await import('../export/report-view.tsx')).ReportView })),
  log: lazy(async () => ({ default: (await import('../log/log-view.tsx')).LogView })),
}

const components = Object.fromEntries(
  views.map(({ id, title }) => [
    id,
    function Panel({ api }: IDockviewPanelProps) {
      const Part = parts[id]
      const [isVisible, setVisible] = useState(api.isVisible)
      useEffect(() => {
        const listening = api.onDidVisibilityChange((event) => setVisible(event.isVisible))
        return () => listening.dispose()
      }, [api])
      // A hidden view draws nothing: plots free their GL contexts.
      return isVisible ? (
        <ViewBoundary title={title}>
          <Suspense fallback={<div className="empty">Loading…</div>}>
            <Part />
          </Suspense>
        </ViewBoundary>
      ) : null
    },
  ]),
)

function show(api: DockviewApi, id: ViewId): void {
  const panel = api.getPanel(id)
  if (panel) panel.api.setActive()
  else api.addPanel({ id, component: id, title: views.find((view) => view.id === id)?.title ?? id })
}

/**
 * Closes the views that have nothing to show of a problem, and opens those it begins with: where another kind of problem comes to the
 * front exactly these, else only where none is left.
 */
function fitViews(api: DockviewApi, problem: Problem, isOtherKind: boolean): void {
  const first = firstViews(problem)
  const isAny = first.some((id) => api.getPanel(id))
  if (!isAny) openFirst(api, first)
  else if (isOtherKind) for (const id of first) if (!api.getPanel(id)) openFirst(api, [id])
  const isOf = (id: string) => views.some((view) => view.id === id && view.applies)
  for (const panel of [...api.panels]) {
    const isLeft = isOtherKind && isOf(panel.id) && !first.some((id) => id === panel.id)
    if (isLeft || !appliesTo(panel.id, problem)) panel.api.close()
  }
}

/** One above the other: each has the whole width. */
function openFirst(api: DockviewApi, ids: readonly ViewId[]): void {
  const own = api.panels.filter((panel) => views.some((view) => view.id === panel.id && view.applies))
  const beside = own[0]?.id
  ids.forEach((id, i) => {
    const title = views.find((view) => view.id === id)?.title ?? id
    const above = ids[i - 1]
    if (above) api.addPanel({ id, component: id, title, position: { referencePanel: above, direction: 'below' } })
    else if (beside)
      api.addPanel({ id, component: id, title, position: { referencePanel: beside, direction: 'within' } })
    else api.addPanel({ id, component: id, title })
  })
}

/** The centre: views in tabs and groups that can be dragged about; its arrangement is kept. */
export function Dock() {
  const workbench = useWorkbench()
  const openView = useInterface((state) => state.openView)
  const [api, setApi] = useState<DockviewApi>()

  const before = useRef<string>(undefined)
  // What there is to show depends on the kind of problem, not on its values.
  const kind = useDocument((state) => (state.isOpen ? state.history.present.problem.id : undefined))
  useEffect(() => {
    const problem = kind === undefined ? undefined : problemInFront(workbench.document.getState().history.present)
    if (api && problem) fitViews(api, problem, before.current !== undefined && before.current !== kind)
    before.current = kind
  }, [api, kind, workbench])

  useEffect(() => {
    if (!api || openView === undefined) return
    const view = views.find((candidate) => candidate.id === openView)
    if (view) show(api, view.id)
    workbench.interface.setState({ openView: undefined })
  }, [api, openView, workbench])

  return (
    <section aria-label="Views" style={{ minWidth: 0, minHeight: 0 }}>
      <DockviewReact
        theme={theme}
        components={components}
        watermarkComponent={Watermark}
        defaultTabComponent={PlainTab}
        rightHeaderActionsComponent={CloseView}
        disableFloatingGroups
        onReady={(event) => {
          const { layout } = workbench.interface.getState()
          restore(event.api, layout)
          event.api.onDidLayoutChange(() => workbench.interface.setState({ layout: event.api.toJSON() }))
          setApi(event.api)
        }}
      />
    </section>
  )
}

function restore(api: DockviewApi, layout: unknown): boolean {
  if (typeof layout !== 'object' || layout === null || !('grid' in layout)) return false
  try {
    api.fromJSON(parseLayout(layout))
    return api.panels.length > 0
  } catch {
    api.clear()
    return false
  }
}

/** Dockview checks what it is given and throws; the cast says only that. */
function parseLayout(layout: object): Parameters<DockviewApi['fromJSON']>[0] {
  return layout as Parameters<DockviewApi['fromJSON']>[0]
}

/** A tab is one control: closing has a button of its own at the end of the row. */
function PlainTab(props: IDockviewPanelHeaderProps) {
  return <DockviewDefaultTab {...props} hideClose />
}

function CloseView({ activePanel }: IDockviewHeaderActionsProps) {
  if (!activePanel) return null
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={`Close ${activePanel.title ?? 'view'}`}
      onClick={() => activePanel.api.close()}
    >
      <Icon name="close" size={12} />
    </button>
  )
}

function Watermark() {
  return (
    <div className="empty">
      <strong>No view is open</strong>
      Open one from the rail, or press Ctrl+K and type its name.
    </div>
  )
}
