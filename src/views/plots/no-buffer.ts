/** Stands for Node's `buffer` in the page: typedarray-pool, below plotly.js's scattergl, asks whether an array is one. None is. */
export const Buffer = { isBuffer: (): boolean => false }
