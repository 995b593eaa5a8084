import { FormulaLeaf } from '../forms/formula-leaf.tsx'
import { useChecked } from '../runs/use-checked.ts'
import { useExperiment, useWorkbench } from '../shell/context.tsx'
import { withInside } from './fields-logic.ts'
import { errorsAt } from './path-errors.ts'

/** Which points of the box are kept: a condition of the coordinates; nothing where all are. */
export function RegionForm() {
  const workbench = useWorkbench()
  const experiment = useExperiment()
  const { errors } = useChecked()
  const inside = experiment.problem.domain?.inside
  return (
    <div style={{ marginTop: 8 }}>
      <h3>Region</h3>
      <FormulaLeaf
        label="Keep the points where"
        value={typeof inside === 'string' ? inside : ''}
        errors={errorsAt(errors, ['problem', 'domain', 'inside'])}
        placeholder="the whole rectangle, or x^2 + y^2 < 1"
        testId="inside"
        path="problem.domain.inside"
        onText={(text, gesture) => workbench.document.edit('Region', (present) => withInside(present, text), gesture)}
        onSettle={() => workbench.document.endGesture()}
      />
    </div>
  )
}
