export function findChromium(): string | undefined
export function hasPythonModules(...modules: string[]): boolean
export function installAdvice(packages: { readonly debian: string; readonly elsewhere: string }): string
