import {
  array,
  enum as enumeration,
  int,
  literal,
  number,
  record,
  strictObject,
  string,
  union,
  type ZodType,
} from 'zod'
import type { TextSection } from '../pde/problem.ts'
import { limits } from './limits.ts'

/** What a typed problem may have at most: enough for a discretised equation in one dimension, not for a mistake. */
const typedLimits = {
  equations: 2000,
  parameters: 500,
  events: 100,
  assignments: 100,
  bodies: 2000,
  fieldEquations: 100,
  formula: 20_000,
}

const numberText = (description: string) =>
  union([number(), string().max(limits.numberText)], {
    error: 'must be a number, or a text like "8/3" or "2 1/s"',
  }).describe(description)

const name = () => string().min(1).max(limits.keyCharacters)
const formula = (description: string) => string().max(typedLimits.formula).describe(description)

function section(shape: Record<string, ZodType>, description: string): ZodType {
  return strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  }).describe(description)
}

/** Parameters of a typed problem: names of the user's own. */
export function typedParameters(): ZodType {
  const long = section(
    {
      value: numberText('In `unit`, or with a unit of its own.'),
      from: numberText('Lower end of the slider and of a scan.').optional(),
      to: numberText('Upper end of the slider and of a scan.').optional(),
      unit: string()
        .max(limits.keyCharacters)
        .describe('Unit of the value; "1" or absent where it has none.')
        .optional(),
      label: string().max(limits.keyCharacters).describe('Words for people beside the name.').optional(),
    },
    'A parameter with the range of its slider.',
  )
  return record(
    name(),
    union([number(), string().max(limits.numberText), long], {
      error: 'must be a number, a text like "8/3" or "2 1/s", or { "value", "from", "to", "unit" }',
    }),
  )
    .refine((all) => Object.keys(all).length <= typedLimits.parameters, {
      error: `may have ${typedLimits.parameters} parameters at most`,
    })
    .describe('Parameters by name, as they are called in the equations.')
}

/** The sections of a typed problem beside its parameters. */
export const typedSections: Readonly<Record<TextSection, { readonly field: string; schema(): ZodType }>> = {
  equations: {
    field: 'equations',
    schema: () =>
      array(formula("x' = …, x'' = …, a definition s = …, or a constraint 0 = …"))
        .min(1, { error: 'is empty; write at least one equation like "x\' = -x"' })
        .max(typedLimits.equations, { error: `may have ${typedLimits.equations} lines at most` })
        .describe('One line an equation or definition.'),
  },
  initial: {
    field: 'initial',
    schema: () =>
      record(name(), numberText('A number, or an expression of the parameters.')).describe(
        "The value of every unknown at the start; of an equation of second order also that of x'.",
      ),
  },
  events: {
    field: 'events',
    schema: () =>
      array(
        section(
          {
            when: formula('An expression; the event is where its sign changes.'),
            direction: enumeration(['up', 'down', 'any'])
              .describe('Which change of the sign counts: up (from below zero), down, any (default).')
              .optional(),
            do: union(
              [
                string().max(typedLimits.formula),
                array(string().max(typedLimits.formula)).min(1).max(typedLimits.assignments),
              ],
              { error: 'must be "record", "stop", an assignment like "x = 0", or a list of assignments' },
            )
              .describe('record (default), stop, or assignments made at once: "x = 0", ["x = 0", "x\' = -0.9*x\'"].')
              .optional(),
          },
          'What happens where an expression changes its sign.',
        ),
      ).max(typedLimits.events),
  },
  invariants: {
    field: 'invariants',
    schema: () =>
      record(name(), formula('An expression of the unknowns that the equations keep constant.')).describe(
        'Conserved quantities by name: watched, and told in the outcome.',
      ),
  },
  fieldEquations: {
    field: 'equations',
    schema: () =>
      array(formula('u_t = …, u_tt = …, a definition s = …, or a constraint 0 = …'))
        .min(1, { error: 'is empty; write at least one equation like "u_t = laplacian(u)"' })
        .max(typedLimits.fieldEquations, { error: `may have ${typedLimits.fieldEquations} lines at most` })
        .describe(
          'One line an equation or definition: derivatives u_x, u_xx or dx(u), laplacian, grad, div, integral.',
        ),
  },
  domain: {
    field: 'domain',
    schema: () => {
      const axis = (what: string) =>
        section(
          {
            from: numberText('A number, one with a unit, or an expression of the parameters.').optional(),
            to: numberText('As `from`.').optional(),
            points: numberText('Periodic: values, the right end left out. Else nodes, both ends included.').optional(),
            unit: string().max(limits.keyCharacters).describe('Unit of the coordinate; none by default.').optional(),
          },
          what,
        ).optional()
      return section(
        {
          x: axis('First axis.'),
          y: axis('Second axis.'),
          z: axis('Third axis.'),
          r: axis('Distance from the centre: the solution is the same in all directions.'),
          dimension: numberText('Of space beside r: 2 (a disc, default), 3 (a ball) or 1.').optional(),
          inside: formula('Keeps the points where this is true, like "x^2 + y^2 < 1".').optional(),
        },
        'An interval, a rectangle or a box, and the grid on it.',
      )
    },
  },
  boundary: {
    field: 'boundary',
    schema: () => {
      const condition = () =>
        union([string().max(typedLimits.formula), array(string().max(typedLimits.formula)).min(1).max(4)], {
          error: 'must be a condition like "u = 0" or "dn(u) = 0", or a list of two for equations of fourth order',
        })
      return record(
        name(),
        union([condition(), record(name(), condition())], {
          error: 'must be "periodic", a condition like "u = 0", or an object with one an unknown',
        }),
      ).describe('By side: x-, x+, x (both, or "periodic"), …, inside. What is left out is dn(u) = 0.')
    },
  },
  initialFields: {
    field: 'initial',
    schema: () =>
      record(
        name(),
        union(
          [
            number(),
            string().max(typedLimits.formula),
            section(
              {
                file: string().max(400).describe('CSV, .npy, .npz, netCDF or .png, relative to the experiment.'),
                column: string().max(limits.keyCharacters).describe('Column of a table.').optional(),
                array: string().max(limits.keyCharacters).describe('Array of a file with several.').optional(),
                from: numberText('Value of black in a picture; default 0.').optional(),
                to: numberText('Value of white in a picture; default 1.').optional(),
              },
              'Values from a file, interpolated to the nodes.',
            ),
          ],
          { error: 'must be a number, an expression of the coordinates, or { "file": "u0.csv" }' },
        ),
      ).describe(
        'Every unknown at the start: an expression of coordinates, parameters, normal and uniform, or a file.',
      ),
  },
  bodies: {
    field: 'initial',
    schema: () => {
      const list = () => array(numberText('A number.')).max(typedLimits.bodies)
      const vectors = (what: string) =>
        array(array(numberText('A number.')).min(2).max(3))
          .max(typedLimits.bodies)
          .describe(what)
      return section(
        {
          masses: list().describe('One mass a body.').optional(),
          positions: vectors('[x, y] or [x, y, z] a body.').optional(),
          velocities: vectors('As the positions; default: all at rest.').optional(),
          random: section(
            {
              bodies: int().min(2).max(typedLimits.bodies).describe('How many.'),
              dimension: int().min(2).max(3).describe('2: in the plane (default), 3: in space.').optional(),
            },
            'Instead of positions: at rest, drawn from the unit disc or ball by the seed, centre of mass at the origin.',
          ).optional(),
        },
        'The bodies at the start.',
      )
    },
  },
}

/** `method.atol`: one for all, or one an unknown. */
export const tolerances = () =>
  union(
    [
      number(),
      string().max(limits.numberText),
      record(name(), union([number(), string().max(limits.numberText)], { error: 'must be a number' })),
    ],
    { error: 'must be a number, or an object with a number an unknown' },
  ).describe('Absolute error allowed a step: one for all, or { "x": 1e-9, … } with one an unknown.')

/** `method.nonNegative`: names, or true for every unknown. */
export const namesOrAll = () =>
  union([array(name()).max(typedLimits.equations), literal(true)], {
    error: 'must be a list of unknowns, or true for all',
  }).describe('Unknowns that never fall below zero: a list of names, or true for all.')
