// plotly.js ships types for its entry points; of the traces only under lib/. The strict build needs no `unsafe-eval` and has none.
declare module 'plotly.js/src/traces/scattergl/strict' {
  import type { PlotlyModule } from 'plotly.js/lib/core'

  const scattergl: PlotlyModule
  export = scattergl
}
