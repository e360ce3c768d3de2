/** Where an expression stands in its source: UTF-16 offsets, end exclusive, enclosing parentheses not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '<' | '<=' | '>' | '>=' | '==' | '!=' | 'in'

/** The subset of CEL that gates and custom metrics use; every number is a double. */
export type Expression =
  | (Span & { readonly kind: 'number'; readonly value: number })
  | (Span & { readonly kind: 'text'; readonly value: string })
  | (Span & { readonly kind: 'boolean'; readonly value: boolean })
  | (Span & { readonly kind: 'name'; readonly name: string })
  | (Span & { readonly kind: 'member'; readonly object: Expression; readonly name: string })
  | (Span & { readonly kind: 'index'; readonly object: Expression; readonly key: Expression })
  | CallExpression
  | (Span & { readonly kind: 'not'; readonly operand: Expression })
  | (Span & { readonly kind: 'negate'; readonly operand: Expression })
  | BinaryExpression
  | LogicalExpression
  | ConditionalExpression
  | (Span & { readonly kind: 'list'; readonly items: readonly Expression[] })

export type CallExpression = Span & {
  readonly kind: 'call'
  readonly name: string
  readonly arguments: readonly Expression[]
}

export type BinaryExpression = Span & {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

export type LogicalExpression = Span & {
  readonly kind: 'and' | 'or'
  readonly left: Expression
  readonly right: Expression
}

export type ConditionalExpression = Span & {
  readonly kind: 'conditional'
  readonly condition: Expression
  readonly yes: Expression
  readonly no: Expression
}

/** The direct parts of an expression, left to right. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
      return [expression.object]
    case 'index':
      return [expression.object, expression.key]
    case 'call':
      return expression.arguments
    case 'not':
    case 'negate':
      return [expression.operand]
    case 'binary':
    case 'and':
    case 'or':
      return [expression.left, expression.right]
    case 'conditional':
      return [expression.condition, expression.yes, expression.no]
    case 'list':
      return expression.items
    default:
      return []
  }
}

/** The operands of a chain of `&&`, in the order written. */
export function conjuncts(expression: Expression): readonly Expression[] {
  const operands: Expression[] = []
  let rest = expression
  while (rest.kind === 'and') {
    operands.unshift(...(rest.right.kind === 'and' ? conjuncts(rest.right) : [rest.right]))
    rest = rest.left
  }
  return [rest, ...operands]
}
