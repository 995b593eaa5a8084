import type { Action } from '../shell/actions/action.ts'

export const dataActions: readonly Action[] = [
  {
    id: 'import',
    name: 'Import measurements',
    label: 'Import',
    group: 'Data',
    keywords: 'csv file open load table experiment data',
    help: 'Reads a table of measurements; columns, units and every guess are shown before anything is accepted.',
    perform: async (workbench) => {
      const { openFiles } = await import('../shell/open-file.ts')
      const files = await workbench.desk.openFiles({
        title: 'Measurements',
        extensions: ['csv', 'tsv', 'txt', 'dat'],
        multiple: true,
      })
      await openFiles(workbench, files)
    },
  },
]
