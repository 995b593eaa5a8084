const MOST_FRAMES = 101

/** The saved times at which frames are kept: every one while they are few, else about a hundred with both ends. */
export function thinnedTimes(times: Float64Array): Float64Array {
  const last = times.length - 1
  const stride = Math.max(1, Math.ceil(last / (MOST_FRAMES - 1)))
  const kept: number[] = []
  for (let i = 0; i <= last; i += stride) kept.push(times[i] ?? 0)
  if (last >= 0 && last % stride !== 0) {
    // The last one replaces its neighbour where there would be one too many.
    if (kept.length >= MOST_FRAMES) kept.pop()
    kept.push(times[last] ?? 0)
  }
  return Float64Array.from(kept)
}
