// Runs in the page: starts the worker and hands its answer to the test.
const answer = new Promise((resolve) => {
  const worker = new Worker(new URL('./threads-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }) => resolve(data)
  worker.onerror = ({ message }) => resolve({ error: message })
})
Object.assign(window, { threads: answer })
