import { axisSpacing, type Domain } from '../../../core/domain.ts'
import { weightValue } from '../../discretisations/finite-difference/field-lowering.ts'
import type { TableValue } from '../../discretisations/finite-difference/sweep-memory.ts'

/** Nodes beyond each end of an axis of which numbers are there too. */
const margin = 8

/** Numbers that kernels read beside fields: those that are the same for all points, and those along an axis. Grows as it is asked. */
export interface GpuNumbers {
  /** Place of a parameter or a weight. */
  scalarAt(name: string): number
  /** Place of the number of node 0. */
  lineAt(axis: number, name: string): number
  lines(): Float32Array
  scalars(parameters: Float64Array): Float32Array
}

/** None yet. @param names of the parameters */
export function makeGpuNumbers(domain: Domain, tables: TableValue, names: readonly string[]): GpuNumbers {
  const spacings = domain.axes.map(axisSpacing)
  const scalarNames: string[] = []
  const lineValues: number[] = []
  const sections = new Map<string, number>()
  return {
    scalarAt(name) {
      const found = scalarNames.indexOf(name)
      return found >= 0 ? found : scalarNames.push(name) - 1
    },
    lineAt(axis, name) {
      const key = `${axis} ${name}`
      const found = sections.get(key)
      if (found !== undefined) return found
      const from = lineValues.length + margin
      for (let i = -margin; i < (domain.axes[axis]?.points ?? 1) + margin; i++) {
        const value = tables(axis, name, i)
        lineValues.push(Number.isFinite(value) ? value : 0)
      }
      sections.set(key, from)
      return from
    },
    lines: () => Float32Array.from(lineValues.length > 0 ? lineValues : [0]),
    scalars: (parameters) =>
      Float32Array.from({ length: Math.max(1, scalarNames.length) }, (_, i) => {
        const name = scalarNames[i] ?? ''
        return name.startsWith('weight ') ? weightValue(name, spacings) : (parameters[names.indexOf(name)] ?? 0)
      }),
  }
}
