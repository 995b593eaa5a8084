import { isAbsolute, join } from 'node:path'

/** Where this person's autosave, runs and settings live by the custom of the system (XDG on Linux). */
export function dataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === 'darwin') return join(home, 'Library/Application Support/isoline')
  if (platform === 'win32') return join(environment.LOCALAPPDATA ?? join(home, 'AppData/Local'), 'isoline')
  const given = environment.XDG_DATA_HOME
  // The XDG standard says a relative path is to be ignored.
  return join(given && isAbsolute(given) ? given : join(home, '.local/share'), 'isoline')
}
