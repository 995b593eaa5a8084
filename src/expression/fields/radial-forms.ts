import type { Expression, Span } from '../expression.ts'
import { derivativeName } from './field-names.ts'

/*
 * In books the Laplacian of a round solution is written out: 1/r² (r² u_r)_r, or u_rr + 2/r u_r. Both divide by r, which is zero at the
 * centre. The same is said with div and laplacian, which the discretisations know at the centre too.
 */

interface Factors {
  readonly top: Expression[]
  readonly under: Expression[]
}

function factorsOf(e: Expression, into: Factors = { top: [], under: [] }): Factors {
  if (e.kind === 'binary' && e.operator === '*') factorsOf(e.right, factorsOf(e.left, into))
  else if (e.kind === 'binary' && e.operator === '/') {
    factorsOf(e.left, into)
    factorsOf(e.right, { top: into.under, under: into.top })
  } else into.top.push(e)
  return into
}

/** n of r^n; 0 of anything else. */
function powerOfR(e: Expression): number {
  if (e.kind === 'name') return e.name === 'r' ? 1 : 0
  const isPower = e.kind === 'binary' && e.operator === '^' && e.left.kind === 'name' && e.left.name === 'r'
  return isPower && e.right.kind === 'number' ? e.right.value : 0
}

function product({ top, under }: Factors, span: Span | undefined): Expression {
  const place = span ? { span } : {}
  const join = (list: readonly Expression[]): Expression =>
    list.length === 0
      ? { kind: 'number', value: 1, ...place }
      : list.reduce((left, right) => ({ kind: 'binary', operator: '*', left, right, ...place }))
  return under.length === 0
    ? join(top)
    : { kind: 'binary', operator: '/', left: join(top), right: join(under), ...place }
}

const without = (list: readonly Expression[], gone: Expression) => list.filter((one) => one !== gone)

/** Of which field an expression is the derivative along r. */
function slopeOf(e: Expression): Expression | undefined {
  if (e.kind === 'call' && e.name === 'dr' && e.arguments.length === 1) return e.arguments[0]
  const read = e.kind === 'name' ? derivativeName(e.name) : undefined
  const span = e.span ? { span: e.span } : {}
  return read?.letters === 'r' && read.time === 0 ? { kind: 'name', name: read.base, ...span } : undefined
}

/** An equation on r with its Laplacians said so, for this dimension of space. */
export function inRadialForm(expression: Expression, dimension: number): Expression {
  const inner = (e: Expression): Expression => inRadialForm(e, dimension)
  switch (expression.kind) {
    case 'number':
    case 'name':
      return expression
    case 'unary':
      return { ...expression, operand: inner(expression.operand) }
    case 'call':
      return { ...expression, arguments: expression.arguments.map(inner) }
    case 'binary':
      break
  }
  const { operator, span } = expression
  if (operator !== '*' && operator !== '/')
    return { ...expression, left: inner(expression.left), right: inner(expression.right) }
  const factors = factorsOf(expression)
  const place = span ? { span } : {}
  for (const slope of dimension > 1 ? factors.top : []) {
    const of = slopeOf(slope)
    if (of === undefined) continue
    const flux = factorsOf(of)
    const [weight, more] = flux.top.filter((one) => powerOfR(one) === dimension - 1)
    const over = factors.under.find((one) => powerOfR(one) === dimension - 1)
    const rest = (under: Expression): Factors => ({
      top: without(factors.top, slope).map(inner),
      under: without(factors.under, under).map(inner),
    })
    if (weight && over && !more) {
      const inside = product({ top: without(flux.top, weight).map(inner), under: flux.under.map(inner) }, of.span)
      const left = rest(over)
      return product(
        { ...left, top: [...left.top, { kind: 'call', name: 'div', arguments: [inside], ...place }] },
        span,
      )
    }
    const under = factors.under.find((one) => powerOfR(one) === 1)
    if (of.kind !== 'name' || !under) continue
    // u_r/r = (∇²u − u_rr)/(d − 1).
    const left = rest(under)
    const call = (name: string): Expression => ({ kind: 'call', name, arguments: [of], ...place })
    const curved: Expression = {
      kind: 'binary',
      operator: '-',
      left: call('laplacian'),
      right: call('drr'),
      ...place,
    }
    const count: readonly Expression[] = dimension === 2 ? [] : [{ kind: 'number', value: dimension - 1, ...place }]
    return product({ top: [...left.top, curved], under: [...left.under, ...count] }, span)
  }
  return { ...expression, left: inner(expression.left), right: inner(expression.right) }
}
