const described: Readonly<Record<string, string>> = {
  if: 'if(condition, then, else)',
  atan2: 'atan2(y, x)',
  mod: 'mod(x, divisor)',
  min: 'min(a, b, …)',
  max: 'max(a, b, …)',
}

/** How a function is called, as completion tells it: `mod(x, divisor)`. */
export const callOf = (name: string): string => described[name] ?? `${name}(x)`
