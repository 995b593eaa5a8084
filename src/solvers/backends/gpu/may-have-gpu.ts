/** Whether anything here could be a GPU; a sure answer takes asking for it. */
export function mayHaveGpu(): boolean {
  const navigator: unknown = Reflect.get(globalThis, 'navigator')
  const hasWebGpu = typeof navigator === 'object' && navigator !== null && Boolean(Reflect.get(navigator, 'gpu'))
  return hasWebGpu || Reflect.has(globalThis, 'OffscreenCanvas')
}
