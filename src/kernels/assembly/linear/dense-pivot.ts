/** The inverse of what is smaller is not finite. */
export const LEAST_PIVOT: f64 = 5.6e-309
