// AssemblyScript → one WebAssembly module → src/kernels/generated/kernels.ts (the bytes as text: the same in Node, browser and Electron).
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

export function buildKernels() {
  const generated = join(root, 'src/kernels/generated')
  mkdirSync(generated, { recursive: true })
  const wasm = join(generated, 'kernels.wasm')
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules/assemblyscript/bin/asc.js'),
      'src/kernels/assembly/index.ts',
      '--outFile',
      wasm,
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      '--initialMemory',
      '4',
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  )
  const text = readFileSync(wasm).toString('base64')
  const module = `// Made by scripts/build-kernels.mjs from src/kernels/assembly. Do not edit.
const text = '${text}'

/** The bytes of the WebAssembly module. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
}
`
  const path = join(generated, 'kernels.ts')
  writeFileSync(`${path}.new`, module)
  renameSync(`${path}.new`, path)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildKernels()
