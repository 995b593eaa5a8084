export const root: string
export function ensureReady(options: {
  readonly parts: readonly ('kernels' | 'node' | 'web' | 'electron')[]
  readonly log: (line: string) => void
}): Promise<void>
