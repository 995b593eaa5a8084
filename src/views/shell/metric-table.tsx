import type { Quantity } from '../../core/field.ts'
import { numberText } from '../plots/number-text.ts'
import { metricOrder, metricWords } from '../report/quantity-words.ts'

/** Quantities told at once; the others unfold. */
const first = 3

/** Metrics called NAME.COMPONENT as one small table a NAME, with the words and units of people. */
export function MetricTable(props: {
  readonly metrics: Readonly<Record<string, number>>
  readonly scalars: readonly Quantity[]
}) {
  const { metrics, scalars } = props
  const quantities = metricOrder([...new Set(Object.keys(metrics).map((metric) => metric.split('.')[0] ?? metric))])
  const unit = scalars[0]?.unit ?? ''
  const table = (quantity: string) => (
    <QuantityTable key={quantity} quantity={quantity} metrics={metrics} signalUnit={unit} />
  )
  const rest = quantities.slice(first)
  return (
    <>
      {quantities.slice(0, first).map(table)}
      {rest.length > 0 ? (
        <details>
          <summary>{rest.map((quantity) => metricWords(quantity, unit).label).join(', ')}</summary>
          {rest.map(table)}
        </details>
      ) : null}
    </>
  )
}

function QuantityTable(props: {
  readonly quantity: string
  readonly metrics: Readonly<Record<string, number>>
  readonly signalUnit: string
}) {
  const { quantity, metrics } = props
  const { label, unit } = metricWords(quantity, props.signalUnit)
  const rows = Object.entries(metrics).filter(([metric]) => metric === quantity || metric.startsWith(`${quantity}.`))
  return (
    <table className="plain tabular small" data-testid={`metric-${quantity}`}>
      <thead>
        <tr>
          <th>{label}</th>
          <th className="number">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([metric, value]) => (
          <tr key={metric}>
            <td>{metric === quantity ? '' : metric.slice(quantity.length + 1)}</td>
            <td className="number">{numberText(value, 5)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
