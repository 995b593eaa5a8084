import type { InputError } from '../../core/errors.ts'
import { formatPath } from '../../experiment/path.ts'

/** The errors of one text of the file. */
export function errorsAt(errors: readonly InputError[], keys: readonly (string | number)[]): readonly InputError[] {
  const path = formatPath(keys)
  return errors.filter((error) => error.path === path)
}
