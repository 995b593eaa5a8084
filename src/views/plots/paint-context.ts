/** What pictures are painted on: a canvas of the page or of a worker. */
export type PaintContext = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D
