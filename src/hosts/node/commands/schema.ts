import { experimentJsonSchema } from '../../../experiment/schema.ts'
import { type Command, parseArguments, printJson } from '../command.ts'

export const command: Command = {
  name: 'schema',
  summary: 'prints the JSON Schema of experiment files',
  usage: '\n\nName it in an editor, or as "$schema" in a file, for completion and checks while typing.',
  async run(args, io) {
    parseArguments(args, {}, { names: [] })
    printJson(io, experimentJsonSchema())
    return 0
  },
}
