import type { InputError } from '../../core/errors.ts'

/** What is wrong with a part of a form, a line an error, read aloud as it appears. */
export function FieldErrors({ errors }: { readonly errors: readonly InputError[] }) {
  return errors.map(({ path, message }) => (
    <p key={path + message} className="field-error" role="alert">
      {message}
    </p>
  ))
}
