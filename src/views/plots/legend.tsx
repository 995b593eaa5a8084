import { type FigureLayout, signPath } from './placed.ts'
import { dashLengths, type FigureTheme, figureFont, markColour, proportions } from './theme.ts'

export interface LegendProps {
  readonly layout: Pick<FigureLayout, 'legend' | 'fontSize'>
  readonly theme: FigureTheme
  readonly hidden: ReadonlySet<string>
  readonly onToggle: (key: string) => void
}

/** The legend over a figure, where the static SVG has it: a click or Enter hides the marks of an entry and shows them again. */
export function Legend({ layout, theme, hidden, onToggle }: LegendProps) {
  const { fontSize } = layout
  const size = proportions.tickSize * fontSize
  const line = 1.2 * proportions.lineWidth * fontSize
  return layout.legend.entries.map((entry) => {
    const colour = markColour(entry.colour, theme)
    const isHidden = hidden.has(entry.key)
    return (
      <button
        key={entry.key}
        type="button"
        aria-pressed={!isHidden}
        title={isHidden ? `Show ${entry.label}` : `Hide ${entry.label}`}
        onClick={() => onToggle(entry.key)}
        style={{
          position: 'absolute',
          left: entry.x,
          top: entry.y - fontSize,
          height: 1.4 * fontSize,
          padding: 0,
          border: 0,
          background: 'none',
          display: 'flex',
          alignItems: 'center',
          gap: 0.5 * fontSize,
          color: theme.ink,
          font: `${size}px/1 ${figureFont}`,
          whiteSpace: 'nowrap',
          cursor: 'pointer',
          opacity: isHidden ? 0.45 : 1,
        }}
      >
        <svg width={entry.signWidth} height={fontSize} aria-hidden="true">
          {entry.kind === 'line' ? (
            <line
              x1={line}
              x2={entry.signWidth - line}
              y1={fontSize / 2}
              y2={fontSize / 2}
              stroke={colour}
              strokeWidth={line}
              strokeLinecap="round"
              strokeDasharray={dashLengths[entry.dash].map((length) => length * line).join(' ')}
            />
          ) : entry.kind === 'band' ? (
            <rect y={0.15 * fontSize} width={entry.signWidth} height={0.7 * fontSize} fill={colour} fillOpacity={0.3} />
          ) : entry.kind === 'arrows' || entry.shape === 'cross' ? (
            <path
              d={signPath(entry, entry.signWidth / 2, fontSize / 2, fontSize)}
              fill="none"
              stroke={colour}
              strokeWidth={line / 1.2}
            />
          ) : (
            <circle
              cx={entry.signWidth / 2}
              cy={fontSize / 2}
              r={1.2 * proportions.pointRadius * fontSize}
              {...(entry.shape === 'ring'
                ? { fill: 'none', stroke: colour, strokeWidth: line / 1.2 }
                : { fill: colour })}
            />
          )}
        </svg>
        <span style={isHidden ? { textDecoration: 'line-through' } : undefined}>{entry.label}</span>
      </button>
    )
  })
}
