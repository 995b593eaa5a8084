import { workerData } from 'node:worker_threads'
import { serveKernelThread } from '../../kernels/threads.ts'

// The whole program of a kernel thread: it works on the memory it was given until the pool is closed.
serveKernelThread(workerData)
