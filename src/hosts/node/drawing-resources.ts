import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PngResources } from '../../views/plots/png.ts'
import { findInstallation } from './installation.ts'

const read = async (...path: readonly string[]) =>
  new Uint8Array(await readFile(join(findInstallation().root, 'node_modules', ...path)))

/** resvg and Inter from this installation, for PNG without a browser. */
export const pngResources: PngResources = {
  wasm: () => read('@resvg', 'resvg-wasm', 'index_bg.wasm'),
  fonts: () =>
    Promise.all([
      read('@expo-google-fonts', 'inter', '400Regular', 'Inter_400Regular.ttf'),
      read('@expo-google-fonts', 'inter', '600SemiBold', 'Inter_600SemiBold.ttf'),
    ]),
}

/** Inter (latin, variable weight) as WOFF2, for documents that carry their font. */
export function readInterWoff2(): Promise<Uint8Array<ArrayBuffer>> {
  return read('@fontsource-variable', 'inter', 'files', 'inter-latin-wght-normal.woff2')
}
