import type { Column, ColumnRole } from '../data/dataset.ts'
import type { ColumnSection, DataSection } from './experiment.ts'

/** Long form of a column's section: `"y:benzene"` is `{ role: 'y', of: 'benzene' }`. */
export function columnSectionOf(section: string | ColumnSection): ColumnSection {
  if (typeof section !== 'string') return section
  const colon = section.indexOf(':')
  const role = (colon < 0 ? section : section.slice(0, colon)).trim()
  const of = colon < 0 ? undefined : section.slice(colon + 1).trim()
  return of === undefined ? { role: role as ColumnRole } : { role: role as ColumnRole, of }
}

/** The key of a column among those of `columns`: its name, or its whole header as it stands in the file (`UV_280 (mAU)`). */
export function sectionKey(
  columns: DataSection['columns'],
  { name, header }: Pick<Column, 'name' | 'header'>,
): string | undefined {
  if (Object.hasOwn(columns, name)) return name
  if (header !== undefined && Object.hasOwn(columns, header)) return header
  // A name with a unit in other brackets than the file has them.
  return Object.keys(columns).find((key) => key.replace(/\s*[([][^()[\]]*[)\]]\s*$/, '') === name)
}
