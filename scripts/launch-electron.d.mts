export function findElectron(root: string): string | undefined
export function knownObstacle(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
  userId: number | undefined,
): string | undefined
export function explainEnd(code: number, errors: string): string
export function launchElectron(options: {
  readonly root: string
  readonly log: (line: string) => void
  readonly args: readonly string[]
}): Promise<
  { readonly started: true; readonly exitCode: number } | { readonly started: false; readonly reason: string }
>
