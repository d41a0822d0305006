/**
 * The `{{ }}` expressions: text that a user writes, interpreted here and never run by the engine. The same room serves the
 * engine and the browser, so it needs nothing of either. `docs/expressions.md` says what the language has.
 */
export type { Json } from "./data.ts";
export { dependencies, roots, unknownRoots } from "./dependencies.ts";
export { evaluate } from "./evaluate.ts";
export { type Budget, type RunBudget, runBudget } from "./evaluation.ts";
export { ExpressionError, RunBudgetError } from "./expression-error.ts";
export {
  type ExpressionTemplate,
  isConstant,
  parseCondition,
  parseExpression,
  parseTemplate,
  parseValue,
  type Template,
  type ValueTemplate,
} from "./template.ts";
