import type { FieldProblem } from '../../../src/solvers/fields/discretised-fields.ts'
import { derivative, divergence, fieldProblem, integral, laplacian } from '../../support/fields.ts'

/** Problems that between them use every kind of term, end and axis; the same for every backend. */
export interface BackendCase {
  readonly name: string
  readonly problem: FieldProblem
  /** Has an integral, which kernels of the GPU do not. */
  readonly hasIntegral?: boolean
}

const axis = (name: string, points: number, isPeriodic = false, from = 0, to = 1) => ({ name, from, to, points, isPeriodic }) // biome-ignore format: one record

export const backendCases: readonly BackendCase[] = [
  {
    name: 'Gray–Scott on a torus',
    problem: fieldProblem({
      axes: [axis('x', 17, true), axis('y', 14, true, 0, 0.8)],
      unknowns: ['u', 'v'],
      rates: ['Du*T0 - u*v^2 + F*(1 - u)', 'Dv*T1 + u*v^2 - (F + k)*v'],
      terms: [laplacian('u'), laplacian('v')],
      parameters: { Du: 2e-5, Dv: 1e-5, F: 0.04, k: 0.06 },
    }),
  },
  {
    name: 'Robin, Neumann and Dirichlet, in time',
    problem: fieldProblem({
      axes: [axis('x', 16), axis('y', 13)],
      rates: ['D*T0 + sin(3*x)*exp(-t)'],
      terms: [laplacian('u')],
      parameters: { D: 0.1 },
      boundary: [
        { side: 'x-', value: '1', rightSide: 'cos(t)*y' },
        { side: 'x+', value: '2', normal: '1', rightSide: '1 + t' },
        { side: 'y-', normal: '1', rightSide: 'x*u' },
      ],
    }),
  },
  {
    name: 'nonlinear fluxes and cross-diffusion between walls and on a ring',
    problem: fieldProblem({
      axes: [axis('x', 15), axis('y', 16, true)],
      unknowns: ['u', 'v'],
      rates: ['T2 - T4', 'T5 + D*T6 + if(u > 0.6, 0.1, -0.1)'],
      terms: [
        derivative('u', 1, 0),
        derivative('u', 0, 1),
        divergence('(1 + u^2)*T0', '(1 + v)*T1'),
        derivative('v', 1, 0),
        derivative('u^2', 0, 1),
        divergence('u*T3 + x*T1', '0'),
        derivative('v', 1, 1),
      ],
      parameters: { D: 0.2 },
      boundary: [{ side: 'x-', unknown: 1, value: '1', rightSide: '0.3' }],
    }),
  },
  {
    name: 'Cahn–Hilliard',
    problem: fieldProblem({
      axes: [axis('x', 16), axis('y', 17)],
      rates: ['T1'],
      terms: [laplacian('u'), laplacian('u^3 - u - g*T0')],
      parameters: { g: 0.01 },
    }),
  },
  {
    name: 'a clamped and a hinged end',
    problem: fieldProblem({
      axes: [axis('x', 21)],
      unknowns: ['u', 'v'],
      rates: ['v', '-T1'],
      terms: [laplacian('u'), laplacian('T0')],
      boundary: [
        { side: 'x-', value: '1' },
        { side: 'x-', of: 'laplacian', value: '1' },
        { side: 'x+', value: '1', rightSide: 'sin(t)' },
        { side: 'x+', of: 'laplacian', normal: '1', rightSide: '0.2' },
      ],
    }),
  },
  {
    name: 'about a centre',
    problem: fieldProblem({
      axes: [axis('r', 18)],
      dimension: 3,
      rates: ['T0 + T2 - u^3'],
      terms: [laplacian('u'), derivative('u', 1), divergence('(1 + u)*T1')],
    }),
  },
  {
    name: 'a box, all three kinds of axis',
    problem: fieldProblem({
      axes: [axis('x', 9, true), axis('y', 8), axis('z', 10, false, 0, 2)],
      rates: ['D*T0 - T1'],
      terms: [laplacian('u'), derivative('u*z', 1, 0, 0)],
      parameters: { D: 0.1 },
      boundary: [{ side: 'z-', value: '1', rightSide: 'x + y' }],
    }),
  },
  {
    name: 'with an integral',
    hasIntegral: true,
    problem: fieldProblem({
      axes: [axis('x', 18)],
      rates: ['T0 - u*T1'],
      terms: [laplacian('u'), integral('u^2')],
    }),
  },
]
