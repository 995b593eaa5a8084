import { createTheme, type MantineColorsTuple } from '@mantine/core'

const blue: MantineColorsTuple = [
  '#e8effd',
  '#d3e0fc',
  '#a9c2f8',
  '#8ab2ff',
  '#6ea0ff',
  '#4b86f5',
  '#2f6fed',
  '#1d59cf',
  '#184bb0',
  '#123a8a',
]

/** Mantine in our tokens: one accent, radius 4, sizes 11 13 15 20. Colours of its own parts are set in mantine.css. */
export const mantineTheme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 6, dark: 4 },
  colors: { blue },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  defaultRadius: 4,
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '15px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '18px', lg: '20px', xl: '26px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
})
