import type { BinaryOperator } from './expression.js'

/** The result of an arithmetic or ordering operator on doubles. */
export function calculate(operator: BinaryOperator, a: number, b: number): number | boolean {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '==':
      return a === b
    case '!=':
      return a !== b
    case 'in':
      return NaN
  }
}
