/** Names of Greek letters as the language writes them. */
const greek: Readonly<Record<string, string>> = {
  α: 'alpha', β: 'beta', γ: 'gamma', δ: 'delta', ε: 'epsilon', ϵ: 'epsilon', ζ: 'zeta', η: 'eta', θ: 'theta', ϑ: 'theta', ι: 'iota',
  κ: 'kappa', λ: 'lambda', μ: 'mu', µ: 'mu', ν: 'nu', ξ: 'xi', ρ: 'rho', ς: 'sigma', σ: 'sigma', τ: 'tau', υ: 'upsilon', φ: 'phi',
  ϕ: 'phi', χ: 'chi', ψ: 'psi', ω: 'omega', Γ: 'Gamma', Δ: 'Delta', Θ: 'Theta', Λ: 'Lambda', Ξ: 'Xi', Π: 'Pi', Σ: 'Sigma', Φ: 'Phi',
  Ψ: 'Psi', Ω: 'Omega',
} // biome-ignore format: a table

const remedies: Readonly<Record<string, string>> = {
  '√': 'write sqrt(…)',
  '∂': 'write a derivative u_t, u_x or u_xx',
  '∇': 'write grad(u), div(u) or laplacian(u)',
  '∆': 'write laplacian(u), or Delta for a name',
  '∫': 'write integral(…)',
  '∞': 'there is no infinity; write a large number',
  '[': 'write round brackets',
  ']': 'write round brackets',
  '{': 'write round brackets',
  '}': 'write round brackets',
  '&': 'write "and" between two conditions',
  '|': 'write "or" between two conditions, abs(x) for a magnitude',
  '!': 'write "not" before a condition, != for unequal',
  '%': 'write mod(a, b) for a remainder, 0.05 for 5 %',
  ';': 'each equation is a text of its own',
  ':': 'a case is written if(condition, a, b)',
  '?': 'a case is written if(condition, a, b)',
  "'": "a derivative's prime follows the name at once: x'",
  '′': "a derivative's prime follows the name at once: x'",
  '"': 'a name has no quotes',
  '°': 'angles are in radians: write 30*pi/180',
  '½': 'write 1/2',
  '¼': 'write 1/4',
  '¾': 'write 3/4',
  '∧': 'write "and"',
  '∨': 'write "or"',
  '¬': 'write "not"',
  '≈': 'an equation is written with =',
  '±': 'write both signs out',
  '\\': 'this is not LaTeX: write names without a backslash',
  $: 'formulas have no $ here',
  '#': 'there are no comments in an equation',
  '@': 'write * for a product',
  '~': 'write "not" before a condition',
  '\u0307': "a derivative is written with a prime: x'",
  ẋ: "a derivative is written with a prime: x'",
  ẏ: "a derivative is written with a prime: y'",
  ż: "a derivative is written with a prime: z'",
  ẍ: "a second derivative is written with two primes: x''",
}

/** The name of a Greek letter; undefined for any other character. */
export function greekName(character: string): string | undefined {
  return Object.hasOwn(greek, character) ? greek[character] : undefined
}

/** Why a character cannot stand in an expression, with what to write in its place. */
export function characterRemedy(text: string, at: number, character: string): string {
  if (character === '.' && text.charAt(at + 1) === '*') return 'a product is written * alone, not .*'
  if (character === '.' && text.charAt(at + 1) === '^') return 'a power is written ^ alone, not .^'
  if (Object.hasOwn(greek, character))
    return `"${character}" is not part of an expression: write its name, ${greek[character]}`
  const remedy = Object.hasOwn(remedies, character) ? remedies[character] : undefined
  if (remedy !== undefined) return `"${character}" is not part of an expression: ${remedy}`
  if (/[\p{Other}\p{Separator}]/u.test(character))
    return `a character that cannot be seen stands here (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}): delete it`
  if (/\p{Letter}/u.test(character))
    return `"${character}" is not part of an expression: a name is made of the letters a to z, digits and _`
  return `"${character}" is not part of an expression`
}

/** Functions of other languages, to how they are written here. */
const foreign: Readonly<Record<string, string>> = {
  ln: 'the natural logarithm is log(x)',
  log10: 'write log(x)/log(10)',
  log2: 'write log(x)/log(2)',
  lg: 'write log(x)/log(10)',
  pow: 'write a^b',
  power: 'write a^b',
  sqr: 'write x^2',
  cbrt: 'write sign(x)*abs(x)^(1/3)',
  arcsin: 'write asin(x)',
  arccos: 'write acos(x)',
  arctan: 'write atan(x)',
  arctan2: 'write atan2(y, x)',
  tg: 'write tan(x)',
  cot: 'write 1/tan(x)',
  sec: 'write 1/cos(x)',
  csc: 'write 1/sin(x)',
  coth: 'write 1/tanh(x)',
  sech: 'write 1/cosh(x)',
  asinh: 'write log(x + sqrt(x^2 + 1))',
  acosh: 'write log(x + sqrt(x^2 - 1))',
  atanh: 'write log((1 + x)/(1 - x))/2',
  erfc: 'write 1 - erf(x)',
  sgn: 'write sign(x)',
  signum: 'write sign(x)',
  fabs: 'write abs(x)',
  ceil: 'write -floor(-x)',
  round: 'write floor(x + 1/2)',
  step: 'write heaviside(x)',
  theta: 'the step function is heaviside(x)',
  where: 'write if(condition, a, b)',
  ifelse: 'write if(condition, a, b)',
  piecewise: 'write if(condition, a, b)',
  rem: 'write mod(a, b)',
  fmod: 'write mod(a, b)',
  expm1: 'write exp(x) - 1',
  log1p: 'write log(1 + x)',
  hypot: 'write sqrt(x^2 + y^2)',
}

/** How a function of another language is written here; undefined where it is not one. */
export function foreignFunction(name: string): string | undefined {
  return Object.hasOwn(foreign, name) ? foreign[name] : undefined
}
