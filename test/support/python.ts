import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** A Python that has the modules (Debian's own before whatever stands first on PATH), or undefined. ISOLINE_PYTHON overrides. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const candidates = [process.env.ISOLINE_PYTHON, '/usr/bin/python3', 'python3'].filter((path) => path !== undefined)
  return candidates.find((path) => {
    if (path.startsWith('/') && !existsSync(path)) return false
    try {
      execFileSync(path, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })
}
