import { invalid } from '../../../core/errors.ts'
import { suggestName } from '../../../core/nearest.ts'
import { findProblem, problems } from '../../../pde/catalogue.ts'
import { type Command, parseArguments, printJson } from '../command.ts'

export const command: Command = {
  name: 'new',
  summary: 'prints a complete experiment of a problem, to start from',
  usage: 'PROBLEM\n\nPROBLEM is an id of `isoline list problems`. Save the output as NAME.isoline.json and edit it.',
  async run(args, io) {
    const { positionals } = parseArguments(args, {}, { names: ['PROBLEM'] })
    const id = positionals[0] ?? ''
    const problem = findProblem(id)
    if (!problem)
      throw invalid(
        '',
        `there is no problem "${id}"${suggestName(
          id,
          problems.map((p) => p.id),
        )}`,
      )
    printJson(io, problem.example)
    return 0
  },
}
