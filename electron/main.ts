import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session } from 'electron'
import { makeDiskFiles } from '../src/hosts/node/disk-files.ts'
import { findInstallation, reproducingCommand } from '../src/hosts/node/installation.ts'
import { createMain } from './create-main.ts'

const installation = findInstallation()
const stateFolder = process.env.ISOLINE_STATE

createMain({
  electron: { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session },
  webFolder: installation.webFolder,
  preload: join(dirname(fileURLToPath(import.meta.url)), 'preload.cjs'),
  information: { version: installation.version, platform: process.platform, command: reproducingCommand },
  ...(stateFolder ? { stateFolder } : {}),
  makeFiles: makeDiskFiles,
  words: process.argv.slice(2),
  announce: (line) => void process.stdout.write(`${line}\n`),
}).catch((error: unknown) => {
  console.error(`isoline: ${error instanceof Error ? error.message : String(error)}`)
  app.exit(1)
})
