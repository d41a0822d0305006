/**
 * The language of expressions, as a closed set of shapes: what the parser turns JavaScript's syntax into and the
 * evaluator walks. There is no shape for a function as a value, for an assignment or for `this`, so none can be evaluated.
 */

/** Where the text of a shape stands in the text that was written. */
export type Span = { readonly start: number; readonly end: number };

export type Constant = string | number | boolean | null | undefined;
export type UnaryOperator = "-" | "+" | "!" | "~" | "typeof";
export type LogicalOperator = "&&" | "||" | "??";

export type Tree = Span &
  (
    | { readonly type: "constant"; readonly value: Constant }
    | { readonly type: "text"; readonly parts: readonly (string | Tree)[] }
    | { readonly type: "root"; readonly name: string }
    | { readonly type: "local"; readonly name: string }
    | { readonly type: "member"; readonly object: Tree; readonly key: Tree; readonly optional: boolean }
    | { readonly type: "chain"; readonly body: Tree }
    | { readonly type: "unary"; readonly operator: UnaryOperator; readonly operand: Tree }
    | { readonly type: "binary"; readonly operator: string; readonly left: Tree; readonly right: Tree }
    | { readonly type: "logical"; readonly operator: LogicalOperator; readonly left: Tree; readonly right: Tree }
    | { readonly type: "choice"; readonly test: Tree; readonly yes: Tree; readonly no: Tree }
    | { readonly type: "list"; readonly items: readonly (Tree | Spread)[] }
    | { readonly type: "object"; readonly members: readonly (Member | Spread)[] }
    | { readonly type: "function"; readonly name: string; readonly args: readonly Argument[] }
    | {
        readonly type: "method";
        readonly object: Tree;
        readonly name: string;
        readonly optional: boolean;
        readonly args: readonly Argument[];
      }
  );

export type Spread = Span & { readonly type: "spread"; readonly body: Tree };
export type Member = { readonly type: "pair"; readonly key: Tree; readonly value: Tree };

/** A function is never a value: it stands in the text as the argument of a method that calls it, or nowhere. */
export type Callback = Span &
  (
    | { readonly type: "arrow"; readonly parameters: readonly Pattern[]; readonly body: Tree }
    | { readonly type: "named"; readonly name: string }
  );

export type Argument = Tree | Spread | Callback;

/** What a parameter of an arrow function takes apart. */
export type Pattern = Span &
  (
    | { readonly type: "bind"; readonly name: string }
    | { readonly type: "default"; readonly target: Pattern; readonly value: Tree }
    | { readonly type: "rest"; readonly target: Pattern }
    | { readonly type: "items"; readonly items: readonly (Pattern | null)[] }
    | {
        readonly type: "members";
        readonly members: readonly { readonly key: string; readonly target: Pattern }[];
        readonly rest: Pattern | null;
      }
  );

/** Names that lead to prototypes and functions: refused wherever a name can stand, written or computed. */
const banned: ReadonlySet<string> = new Set([
  "__proto__",
  "prototype",
  "constructor",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
]);

const has = banned.has.bind(banned);

export function isBanned(name: string): boolean {
  return has(name);
}
