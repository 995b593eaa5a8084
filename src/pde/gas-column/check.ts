import type { InputError } from '../../core/errors.ts'
import type { ParameterValues, ProblemValues } from '../problem.ts'
import { isGiven, numberOf, switchOf, textOf } from '../values.ts'

/** What is wrong beyond single fields: pressures, geometry, rates that contradict each other, names that cannot be told apart. */
export function checkGasColumn({ parameters, components }: ProblemValues): readonly InputError[] {
  return [...checkColumn(parameters), ...components.flatMap(checkRates), ...checkTable(components)]
}

function checkColumn(parameters: ParameterValues): readonly InputError[] {
  const errors: InputError[] = []
  const at = (name: string) => `problem.parameters.${name}`
  if (switchOf(parameters, 'variableVelocity', true)) {
    if (!isGiven(parameters, 'inletPressure'))
      errors.push({
        path: at('inletPressure'),
        message:
          'is missing: an expanding gas needs the inlet pressure in Pa; give it, or set variableVelocity to false',
      })
    else if (numberOf(parameters, 'outletPressure', 101325) > numberOf(parameters, 'inletPressure'))
      errors.push({
        path: at('outletPressure'),
        message: `must not be above the inlet pressure (${numberOf(parameters, 'inletPressure')} Pa), or the gas flows backwards; here it is ${numberOf(parameters, 'outletPressure', 101325)} Pa. Both are absolute pressures`,
      })
  }
  if (isGiven(parameters, 'film') && isGiven(parameters, 'radius')) {
    const [film, radius] = [numberOf(parameters, 'film'), numberOf(parameters, 'radius')]
    if (film >= radius)
      errors.push({
        path: at('film'),
        message: `must be thinner than the inner radius (${radius} m), against which the model takes it as thin; here it is ${film} m`,
      })
  }
  return errors
}

function checkRates(component: ParameterValues, index: number): readonly InputError[] {
  const path = `problem.components.${index}`
  const given = (name: string) => isGiven(component, name)
  if (given('K') && given('ka') && !given('kd')) {
    const [K, ka] = [numberOf(component, 'K'), numberOf(component, 'ka')]
    if (K === 0)
      return [
        {
          path: `${path}.K`,
          message: 'with K = 0 the desorption rate kd = ka/K is not defined; give kd instead of ka',
        },
      ]
    if (ka === 0)
      return [
        {
          path: `${path}.ka`,
          message: 'with ka = 0 the desorption rate kd = ka/K is 0; give kd instead of ka, or K = 0',
        },
      ]
  }
  return []
}

function checkTable(components: readonly ParameterValues[]): readonly InputError[] {
  const errors: InputError[] = []
  if (components.length === 0)
    errors.push({
      path: 'problem.components',
      message: 'is empty: give at least one analyte with its name, concentration and two of ka, kd, K',
    })
  const full = components.filter((component) => isGiven(component, 'capacity')).length
  if (full > 0 && full < components.length)
    components.forEach((component, i) => {
      if (!isGiven(component, 'capacity'))
        errors.push({
          path: `problem.components.${i}.capacity`,
          message: 'is missing: analytes compete for one film, so give a capacity for all of them or for none',
        })
    })
  const names = components.map((component) => textOf(component, 'name', ''))
  names.forEach((name, i) => {
    const path = `problem.components.${i}.name`
    const same = names.findIndex((other) => other.toLowerCase() === name.toLowerCase())
    if (['t', 'x', 'time', 'sum'].includes(name.toLowerCase()))
      errors.push({
        path,
        message: `"${name}" means something else in the results (time, position, sum); choose another name`,
      })
    else if (same < i)
      errors.push({
        path,
        message:
          names[same] === name
            ? `"${name}" is there twice; give each analyte its own name`
            : `"${name}" and "${names[same]}" differ only in capitals, so their files could overwrite each other; rename one`,
      })
    else if (names.some((other) => name === `${other}_film`))
      errors.push({
        path,
        message: `"${name}" is the name of another analyte's amount in the film; choose another name`,
      })
  })
  return errors
}
