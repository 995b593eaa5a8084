import regularAddress from '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf?url&no-inline'
import semiboldAddress from '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf?url&no-inline'
import wasmAddress from '@resvg/resvg-wasm/index_bg.wasm?url&no-inline'
import type { PngResources } from '../plots/png.ts'

async function fetchBytes(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`a part of the program could not be loaded (${answer.status}); reload the window`)
  return new Uint8Array(await answer.arrayBuffer())
}

/** What drawing a PNG needs, fetched when it is first drawn. */
export const pngResources: PngResources = {
  wasm: () => fetchBytes(wasmAddress),
  fonts: () => Promise.all([fetchBytes(regularAddress), fetchBytes(semiboldAddress)]),
}
