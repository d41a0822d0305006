import { useDeferredValue, useMemo } from "react";
import type { Property } from "../../../contract/component-kinds.ts";
import type { Json } from "../../../expression/expression.ts";
import { fitTo } from "../../../reactive/fit.ts";
import { type Form, outcomeOf, prepared, type Scope } from "./scope.ts";
import { valueWords } from "./value-words.ts";

/** What an expression gives for the values that the page has now, below its field. */
export function Outcome({
  id,
  source,
  form = "value",
  scope,
  property,
  isTold = false,
}: {
  id: string;
  source: Json;
  form?: Form;
  scope: Scope;
  /** The value has to fit it. */
  property?: Property | undefined;
  /** What is wrong with it is said already. */
  isTold?: boolean;
}) {
  const latest = useDeferredValue(source);
  const { names } = scope;
  const ready = useMemo(() => prepared(latest, form, names), [latest, form, names]);
  const outcome = useMemo(() => outcomeOf(ready, scope), [ready, scope]);
  if (latest === "" || outcome.type === "constant") return <span id={id} hidden />;
  if (outcome.type === "unknown") return <Line id={id}>{outcome.why}</Line>;
  if (outcome.type === "wrong") return isTold ? <span id={id} hidden /> : <Wrong id={id} message={outcome.message} />;
  if (outcome.type === "fails") return <Fails id={id} message={outcome.message} />;
  const misfit = property === undefined ? null : fitTo(property, outcome.value).error;
  if (misfit !== null && !outcome.loading) return <Fails id={id} message={misfit} />;
  return (
    <Line id={id} title={valueWords(outcome.value, 600)}>
      <span aria-hidden>= </span>
      <span className="sr-only">gives </span>
      {form === "condition" ? (
        <span className={outcome.value ? "text-success" : ""}>{outcome.value ? "holds" : "does not hold"}</span>
      ) : (
        <code className="font-mono break-all text-text">{valueWords(outcome.value)}</code>
      )}
      {outcome.loading && <span> · loading</span>}
    </Line>
  );
}

function Line({ id, title, children }: { id: string; title?: string | undefined; children: React.ReactNode }) {
  return (
    <p id={id} title={title} className="line-clamp-2 min-w-0 text-xs text-muted">
      {children}
    </p>
  );
}

/** It is well written; other values may do. */
function Fails({ id, message }: { id: string; message: string }) {
  return (
    <p id={id} className="text-xs break-words text-warning">
      Now: {message}
    </p>
  );
}

function Wrong({ id, message }: { id: string; message: string }) {
  return (
    <p id={id} className="text-xs break-words text-danger">
      {message}
    </p>
  );
}
