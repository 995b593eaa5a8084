/** Bytes of a part of a WebAssembly module. */
export type Bytes = number[]

/** An unsigned number in LEB128 (WebAssembly Core 2.0, 5.2.2). */
export function unsigned(value: number): Bytes {
  const bytes: Bytes = []
  let rest = value
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low | 128 : low)
  } while (rest > 0)
  return bytes
}

/** A signed 32-bit number in LEB128. */
export function signed(value: number): Bytes {
  const bytes: Bytes = []
  let rest = value | 0
  for (;;) {
    const low = rest & 127
    rest >>= 7
    const done = (rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)
    bytes.push(done ? low : low | 128)
    if (done) return bytes
  }
}

export const float64 = (value: number): Bytes => [...new Uint8Array(new Float64Array([value]).buffer)]

const name = (text: string): Bytes => {
  const bytes = [...new TextEncoder().encode(text)]
  return [...unsigned(bytes.length), ...bytes]
}

const valueType = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const
export type ValueType = keyof typeof valueType

export interface FunctionType {
  readonly parameters: readonly ValueType[]
  readonly result?: ValueType
}

export interface FunctionImport {
  readonly module: string
  readonly name: string
  readonly type: FunctionType
}

export interface FunctionBody {
  readonly type: FunctionType
  /** Absent: a part that only others of the module call. */
  readonly exportName?: string
  /** Beyond the parameters, numbered on from them. */
  readonly locals: readonly ValueType[]
  /** Without the closing `end`. */
  readonly code: Bytes
}

export interface ModuleParts {
  /** Functions are numbered: imports first, then the bodies. */
  readonly imports: readonly FunctionImport[]
  readonly functions: readonly FunctionBody[]
  /** Imported as `system.base`, an unchanging i32. */
  readonly base: boolean
  /** The memory `env.memory` is shared between threads. */
  readonly shared: boolean
}

/** Most pages of a memory that is shared: what kernels.ts makes. */
const mostPages = 32768

/** Bytes in pieces: what is inside something whose length comes first is not copied until the end. */
type Pieces = Bytes | readonly Pieces[]

const isBytes = (pieces: Pieces): pieces is Bytes => pieces.length === 0 || typeof pieces[0] === 'number'

function lengthOf(pieces: Pieces): number {
  if (isBytes(pieces)) return pieces.length
  let length = 0
  for (const piece of pieces) length += lengthOf(piece)
  return length
}

const sized = (pieces: Pieces): Pieces => [unsigned(lengthOf(pieces)), pieces]

function section(id: number, items: readonly Pieces[]): Pieces {
  return [[id], sized([unsigned(items.length), ...items])]
}

function join(pieces: Pieces): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(lengthOf(pieces))
  let at = 0
  const write = (some: Pieces): void => {
    if (isBytes(some)) for (const byte of some) bytes[at++] = byte
    else for (const piece of some) write(piece)
  }
  write(pieces)
  return bytes
}

function runs(types: readonly ValueType[]): readonly Bytes[] {
  const found: { type: ValueType; count: number }[] = []
  for (const type of types) {
    const last = found.at(-1)
    if (last?.type === type) last.count++
    else found.push({ type, count: 1 })
  }
  return found.map(({ type, count }) => [...unsigned(count), valueType[type]])
}

/** A complete module: types, imports (memory, base, functions), functions, exports, code. */
export function encodeModule({ imports, functions, base, shared }: ModuleParts): Uint8Array<ArrayBuffer> {
  const types: string[] = []
  const typeBytes: Bytes[] = []
  const typeOf = ({ parameters, result }: FunctionType): number => {
    const key = `${parameters.join(' ')} > ${result ?? ''}`
    const found = types.indexOf(key)
    if (found >= 0) return found
    const results = result === undefined ? [] : [valueType[result]]
    typeBytes.push([0x60, ...unsigned(parameters.length), ...parameters.map((type) => valueType[type]), ...unsigned(results.length), ...results]) // biome-ignore format: one thought
    return types.push(key) - 1
  }
  const memory = [...name('env'), ...name('memory'), 0x02, ...(shared ? [0x03, 0, ...unsigned(mostPages)] : [0x00, 0])]
  const globals = base ? [[...name('system'), ...name('base'), 0x03, valueType.i32, 0x00]] : []
  const functionImports = imports.map((one) => [
    ...name(one.module),
    ...name(one.name),
    0x00,
    ...unsigned(typeOf(one.type)),
  ])
  const functionTypes = functions.map(({ type }) => unsigned(typeOf(type)))
  const exported = functions.flatMap(({ exportName }, index) =>
    exportName === undefined ? [] : [[...name(exportName), 0x00, ...unsigned(imports.length + index)]],
  )
  const bodies = functions.map(({ locals, code }): Pieces => {
    const declared = runs(locals)
    return sized([unsigned(declared.length), ...declared, code, [0x0b]])
  })
  const head: Bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
  const imported = [memory, ...globals, ...functionImports]
  return join([
    head,
    section(1, typeBytes),
    section(2, imported),
    section(3, functionTypes),
    section(7, exported),
    section(10, bodies),
  ])
}
