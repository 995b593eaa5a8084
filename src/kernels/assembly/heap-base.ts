/** First byte behind the family's static data: the build checks that it lies in the family's own window. */
export function heapBase(): i32 {
  return i32(__heap_base)
}
