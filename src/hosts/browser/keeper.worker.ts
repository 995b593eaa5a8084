// Keeps the folders of runs: the text of 10⁶ rows is made and sent here, not on the page.
import { serveKeeper } from '../../experiment/keeper.ts'
import { makeIndexedFiles } from './indexed-files.ts'
import { parseKeeperStore } from './keeper-store.ts'
import { makeLoopbackFiles, makeLoopbackRequest } from './loopback.ts'
import { makeScopePort } from './worker-port.ts'

const port = makeScopePort()
// The first message says which store; what comes after it is for the keeper.
const forget = port.onMessage((data) => {
  const store = parseKeeperStore(data)
  if (!store) return
  forget()
  serveKeeper(port, {
    files:
      store.kind === 'loopback'
        ? makeLoopbackFiles(makeLoopbackRequest({ ...store, fetch: self.fetch.bind(self), isLeaving: () => false }))
        : store.kind === 'indexed'
          ? makeIndexedFiles(self.indexedDB, store.name)
          : undefined,
    now: () => Date.now(),
  })
})
