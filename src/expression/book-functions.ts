import { add, call, divide, multiply, number, one, power, subtract } from './build.ts'
import type { Expression } from './expression.ts'

/** Functions of books that formulas of fields may hold, in those of the language. */
export const bookFunctions: Readonly<Record<string, (x: Expression) => Expression>> = {
  sech: (x) => divide(one, call('cosh', x)),
  csch: (x) => divide(one, call('sinh', x)),
  coth: (x) => divide(one, call('tanh', x)),
  sec: (x) => divide(one, call('cos', x)),
  csc: (x) => divide(one, call('sin', x)),
  cot: (x) => divide(one, call('tan', x)),
  erfc: (x) => subtract(one, call('erf', x)),
  log10: (x) => divide(call('log', x), number(Math.LN10)),
  asinh: (x) => call('log', add(x, call('sqrt', add(power(x, number(2)), one)))),
  atanh: (x) => multiply(number(0.5), call('log', divide(add(one, x), subtract(one, x)))),
}
