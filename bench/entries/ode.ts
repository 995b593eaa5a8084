// What the benchmark calls, bundled as the application is.
export { readOdeEquations } from '../../src/expression/ode.ts'
export { makeKernels } from '../../src/kernels/kernels.ts'
export { odeSteppers } from '../../src/solvers/catalogue.ts'
export { compileSystem } from '../../src/solvers/compile-system.ts'
export { makeOdeSimulation } from '../../src/solvers/ode-simulation.ts'
