import type { Rectangle } from 'electron'
import type { Files } from '../src/experiment/files.ts'

export interface WindowPlace {
  readonly bounds: Rectangle
  readonly isMaximised: boolean
}

const key = 'window.json'
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Where the window was last time, if that place can still be seen on one of the screens. */
export async function readWindowPlace(files: Files, screens: readonly Rectangle[]): Promise<WindowPlace | undefined> {
  const bytes = await files.read(key)
  if (!bytes) return undefined
  let kept: unknown
  try {
    kept = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
  if (!isRecord(kept) || !isRecord(kept.bounds)) return undefined
  const { x, y, width, height } = kept.bounds
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return undefined
  if (width < 400 || height < 300 || width > 20_000 || height > 20_000) return undefined
  // A hand's breadth of the title bar must be on a screen: displays are unplugged.
  const isSeen = screens.some(
    (screen) =>
      Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= 100 &&
      y >= screen.y - 10 &&
      y <= screen.y + screen.height - 50,
  )
  return isSeen ? { bounds: { x, y, width, height }, isMaximised: kept.isMaximised === true } : undefined
}

export async function writeWindowPlace(files: Files, place: WindowPlace): Promise<void> {
  await files.write(key, new TextEncoder().encode(JSON.stringify(place)))
}
