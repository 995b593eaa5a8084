import { toJSONSchema } from 'zod'
import { problems } from '../pde/catalogue.ts'
import { experimentSchema } from './sections.ts'

/** The published JSON Schema (draft 2020-12) of an experiment file, made from the catalogue of problems: one branch a problem. */
export function experimentJsonSchema(): Readonly<Record<string, unknown>> {
  const branches = problems.map((problem) => {
    const { $schema: _, ...branch } = toJSONSchema(experimentSchema(problem, true), { io: 'input' })
    return { title: problem.title, ...branch }
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:isoline:experiment:1',
    title: 'Isoline experiment, version 1',
    type: 'object',
    required: ['isoline', 'problem'],
    oneOf: branches,
  }
}
