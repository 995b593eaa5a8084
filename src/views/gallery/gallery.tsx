import { useComputedColorScheme } from '@mantine/core'
import { ActionButton } from '../shell/action-button.tsx'
import { useDocument, useWorkbench } from '../shell/context.tsx'
import { openCard } from '../shell/open-experiment.ts'
import { galleryCards } from './catalogue.ts'

/** Cards to begin with; one click and something moves. */
export function Gallery() {
  const workbench = useWorkbench()
  const scheme = useComputedColorScheme('light')
  const isOpen = useDocument((state) => state.isOpen)
  return (
    <section className="gallery" aria-label="Gallery" data-testid="gallery">
      <header>
        <h1>{isOpen ? 'Gallery' : 'Begin with an experiment'}</h1>
        <p className="muted">
          Pick a card, or drop an experiment, a figure, a report or a table of measurements anywhere on the window.
        </p>
        <ActionButton id="new-system" icon="plus" />
        <ActionButton id="new-fields" icon="plus" />
      </header>
      <div className="cards">
        {galleryCards.map((card) => (
          <button
            key={card.id}
            type="button"
            className="card"
            data-testid={`card-${card.id}`}
            onClick={() => void openCard(workbench, card)}
          >
            <span className="picture">
              {card.thumbnail[scheme] ? <img src={card.thumbnail[scheme]} alt="" /> : null}
            </span>
            <span className="words">
              <span className="small muted">{card.topic}</span>
              <strong>{card.title}</strong>
              <span>{card.sentence}</span>
            </span>
          </button>
        ))}
      </div>
    </section>
  )
}
