import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMain, type MainOptions } from '../../electron/create-main.ts'
import { makeDiskFiles } from '../../src/hosts/node/disk-files.ts'
import { makeFakeElectron } from './fake-electron.ts'

/** The real createMain on a fake Electron, with a page of one line and folders of its own. */
export async function startFake(change: Partial<MainOptions> & { hasLock?: boolean } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'isoline-electron-'))
  const webFolder = join(folder, 'web')
  await mkdir(webFolder)
  await writeFile(join(webFolder, 'index.html'), '<title>page</title>')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const fake = makeFakeElectron({
    appData: folder,
    ...(change.hasLock === undefined ? {} : { hasLock: change.hasLock }),
  })
  const said: string[] = []
  const { hasLock: _lock, ...options } = change
  const isStarted = await createMain({
    electron: fake.electron,
    webFolder,
    preload: join(folder, 'preload.cjs'),
    information: { version: '1', platform: 'test', command: 'isoline run' },
    makeFiles: makeDiskFiles,
    words: [],
    announce: (line) => said.push(line),
    ...options,
  })
  return { ...fake, folder, webFolder, said, isStarted }
}
