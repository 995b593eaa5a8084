import { findInstallation } from './installation.ts'

/** What an outcome says of the programs that made it. */
export function programVersions(): Readonly<Record<string, string>> {
  const { node, v8 } = process.versions
  return { isoline: findInstallation().version, node, v8, platform: `${process.platform}-${process.arch}` }
}
