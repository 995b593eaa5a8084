export interface NumberKind {
  /** Bytes a number. */
  readonly size: number
  get(view: DataView, at: number, little: boolean): number
}

/** How to read one number, by letter and bytes as NumPy names its kinds. */
export const numberKinds: Readonly<Record<string, NumberKind>> = {
  f8: { size: 8, get: (view, at, little) => view.getFloat64(at, little) },
  f4: { size: 4, get: (view, at, little) => view.getFloat32(at, little) },
  i8: { size: 8, get: (view, at, little) => Number(view.getBigInt64(at, little)) },
  u8: { size: 8, get: (view, at, little) => Number(view.getBigUint64(at, little)) },
  i4: { size: 4, get: (view, at, little) => view.getInt32(at, little) },
  u4: { size: 4, get: (view, at, little) => view.getUint32(at, little) },
  i2: { size: 2, get: (view, at, little) => view.getInt16(at, little) },
  u2: { size: 2, get: (view, at, little) => view.getUint16(at, little) },
  i1: { size: 1, get: (view, at) => view.getInt8(at) },
  u1: { size: 1, get: (view, at) => view.getUint8(at) },
  b1: { size: 1, get: (view, at) => view.getUint8(at) },
}
