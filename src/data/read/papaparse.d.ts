// The part of papaparse we use. Its published types pull in those of Node and of the DOM, which this floor must not see.
declare module 'papaparse' {
  interface ParsedRows {
    readonly data: readonly (readonly string[])[]
    readonly errors: readonly { readonly type: string; readonly code: string; readonly row?: number }[]
    /** `cursor`: characters consumed. */
    readonly meta: { readonly cursor: number }
  }
  const Papa: {
    readonly Parser: new (config: {
      readonly delimiter: string
      readonly newline: string
      readonly quoteChar: string
      readonly skipEmptyLines?: boolean
    }) => { parse(text: string, baseIndex: number, ignoreLastRow: boolean): ParsedRows }
  }
  // biome-ignore lint/style/noDefaultExport: papaparse is exported so
  export default Papa
}
