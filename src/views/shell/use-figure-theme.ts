import { useComputedColorScheme } from '@mantine/core'
import { type FigureTheme, findTheme } from '../plots/theme.ts'

/** The theme of figures that goes with the window's. */
export function useFigureTheme(): FigureTheme {
  return findTheme(useComputedColorScheme('light') === 'dark' ? 'dark' : 'light')
}
