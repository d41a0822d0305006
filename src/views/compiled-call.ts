import { type CheckInput, inputCheckOf } from "../catalog/schema.ts";
import { Fault, pointerOf, summaryOf, type Wrong } from "../contract/fault.ts";
import type { Call } from "../contract/view.ts";
import {
  type ExpressionError,
  type ExpressionTemplate,
  evaluate,
  type Json,
  parseCondition,
  parseExpression,
  parseValue,
  roots,
  type ValueTemplate,
} from "../expression/expression.ts";
import { invalid } from "../http/check.ts";

/** What a call makes of the values that a page sends, and of the output that its worklet gives. */

export type Values = Record<string, Json>;

/** What is kept with a run, so that publishing anew does not change what its output means. */
export type Asked = { output: string; values?: Values };

type Compiled = {
  checks: Map<string, CheckInput>;
  /** null: the values themselves. */
  input: ValueTemplate | null;
};

/** By the call of a document that stays in memory as long as its version does. */
const compiled = new WeakMap<Call, Compiled>();

function compiledCall(call: Call): Compiled {
  let known = compiled.get(call);
  if (!known) {
    const checks = Object.entries(call.values).flatMap(([name, { schema }]) =>
      schema === undefined ? [] : [[name, inputCheckOf(schema)] as const],
    );
    known = { checks: new Map(checks), input: call.input === undefined ? null : parseValue(call.input) };
    compiled.set(call, known);
  }
  return known;
}

/** Of a call that no check of a document has seen. Throw an `ExpressionError` when it cannot be read. */
export function parseInput({ input }: Pick<Call, "input">): void {
  if (input !== undefined) parseValue(input);
}

export function parseOutput({ output }: Pick<Call, "output">): void {
  if (output !== undefined) outputTemplate(output);
}

/** All the declared values: what was not sent is null. Fault: `request.invalid` with everything that is wrong. */
export function valuesOf(call: Call, sent: Values): Values {
  const { checks } = compiledCall(call);
  const undeclared = Object.keys(sent).filter((name) => !Object.hasOwn(call.values, name));
  const errors: Wrong[] = undeclared.map((name) => ({
    path: pointerOf(["values", name]),
    message: "The call has no such value.",
  }));
  const values: Values = {};
  for (const name of Object.keys(call.values)) {
    const value = Object.hasOwn(sent, name) ? (sent[name] ?? null) : null;
    values[name] = value;
    const at = pointerOf(["values", name]);
    for (const { path, message } of checks.get(name)?.(value) ?? []) {
      errors.push({ path: path.replace(/^\/worklet_input/, at), message });
    }
  }
  if (errors.length > 0) throw invalid(errors);
  return values;
}

/** The worklet's input. Throws an `ExpressionError`. */
export function inputOf(call: Call, values: Values): Json {
  const { input } = compiledCall(call);
  return input === null ? values : evaluate(input, { values });
}

/** null: the output is given as it is. */
export function askedOf(call: Call, values: Values): Asked | null {
  const { output } = call;
  if (output === undefined) return null;
  return roots(outputTemplate(output)).has("values") ? { output, values } : { output };
}

/** What the page gets of a worklet's output (JSON text), as JSON text. Throws an `ExpressionError`. */
export function shownOutput({ output, values = {} }: Asked, given: string): string {
  return JSON.stringify(evaluate(outputTemplate(output), { output: JSON.parse(given), values }));
}

/** As the document's check reads it: one expression, with or without braces. */
function outputTemplate(text: string): ExpressionTemplate {
  return text.includes("{{") ? parseCondition(text) : parseExpression(text);
}

/** The fault for an input that cannot be worked out; `reason` is for those who may know the call's inside. */
export function inputFault(name: string, error: ExpressionError, isStranger: boolean): Fault {
  if (isStranger) return misfit(name);
  const wrong = { path: `/values`, message: `The input of the call ${name} cannot be worked out: ${error.message}` };
  return new Fault("request.invalid", summaryOf([wrong]), { errors: [wrong] });
}

/** What a stranger is told when the worklet does not take what the call makes of the values. */
export function misfit(name: string): Fault {
  const detail = `The call ${name} cannot be made with these values.`;
  return new Fault("request.invalid", detail, { errors: [{ path: "/values", message: detail }] });
}
