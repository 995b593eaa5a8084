import { serveKernelThread, type ThreadStart } from '../../kernels/threads.ts'

// The whole program of a kernel thread: the first message says where to work; it then works until the pool is closed.
self.addEventListener('message', (event: MessageEvent<ThreadStart>) => serveKernelThread(event.data), { once: true })
