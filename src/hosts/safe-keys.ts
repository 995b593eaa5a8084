import { invalid } from '../core/errors.ts'
import { type Files, isSafeKey } from '../experiment/files.ts'

/** The beginning of a key may end after a slash or inside a part; the parts obey the same rule as keys. */
export function isSafePrefix(text: string): boolean {
  return text === '' || isSafeKey(text.endsWith('/') ? text.slice(0, -1) : text)
}

/** The same store, which refuses an unsafe key before anything is touched. @throws InvalidInput naming the key */
export function withSafeKeys(files: Files): Files {
  const safe = (key: string) => {
    if (isSafeKey(key)) return key
    throw invalid(
      '',
      `"${key.slice(0, 80)}" is no key of the store: parts of letters, digits, _ . - + and spaces, no ..`,
    )
  }
  return {
    read: async (key) => files.read(safe(key)),
    write: async (key, bytes) => files.write(safe(key), bytes),
    append: async (key, bytes) => files.append(safe(key), bytes),
    remove: async (key) => files.remove(safe(key)),
    list: async (prefix) => files.list(isSafePrefix(prefix) ? prefix : safe(prefix)),
  }
}
