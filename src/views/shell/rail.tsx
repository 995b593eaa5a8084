import { findAction } from './actions/catalogue.ts'
import { placeLabel } from './actions/view-actions.ts'
import { useDocument, useInterface, useWorkbench } from './context.tsx'
import { Icon } from './icons.tsx'
import { places } from './interface-store.ts'

/** The seven places; keys 1…7. */
export function Rail() {
  const workbench = useWorkbench()
  const place = useInterface((state) => state.place)
  const isOpen = useDocument((state) => state.isOpen)
  return (
    <nav className="rail" aria-label="Places">
      {places.map((candidate, index) => (
        <button
          key={candidate}
          type="button"
          data-testid={`rail-${candidate}`}
          data-action={`go-${candidate}`}
          aria-current={candidate === place ? 'page' : undefined}
          aria-keyshortcuts={String(index + 1)}
          disabled={!isOpen && candidate !== 'gallery'}
          style={{ opacity: !isOpen && candidate !== 'gallery' ? 0.45 : 1 }}
          onClick={() => void findAction(`go-${candidate}`).perform(workbench)}
        >
          <Icon name={candidate} size={20} />
          {placeLabel(candidate)}
        </button>
      ))}
    </nav>
  )
}
