import { useMemo } from "react";
import type { Component } from "../../contract/view.ts";
import { dependencies, ExpressionError, type Json, parseValue } from "../../expression/expression.ts";
import { usePage, useReadings } from "./page-context.ts";

/** How what a component shows stands: whether its answer is there, is being asked for, or failed. */

export type Standing = {
  readonly isLoading: boolean;
  /** A call behind it has answered before, so there is something to keep showing. */
  readonly hasAnswer: boolean;
  readonly error: string | null;
  /** Asks again; null where nothing can be asked. */
  readonly retry: (() => void) | null;
};

/** What a component says of one of its properties. */
type Own = { readonly error: string | null; readonly loading: boolean };

/** The calls whose data a property reads by itself. Who reads a call's `error` too tells it in words of their own. */
export function callsBehind(json: Json): string[] {
  const read = pathsOf(json).filter(([root, call]) => root === "calls" && call !== undefined);
  const told = new Set(read.filter(([, , member]) => member === "error").map(([, call]) => call));
  const shown = read.filter(([, call, member]) => (member === undefined || member === "data") && !told.has(call));
  return [...new Set(shown.map(([, call]) => call as string))];
}

function pathsOf(json: Json): string[][] {
  try {
    return dependencies(parseValue(json));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return []; // The property's own error says what is wrong with it.
  }
}

export function useStanding(component: Component, property: string, { error, loading }: Own): Standing {
  const page = usePage();
  const json = component.properties[property] as Json | undefined;
  const calls = useMemo(() => callsBehind(json ?? null).filter((call) => page.triggerOf(call) !== null), [page, json]);
  const readings = useReadings(calls.flatMap((call) => [`calls.${call}.data`, `calls.${call}.error`]));
  return useMemo(() => {
    const said = (call: string) => readings[`calls.${call}.error`]?.value ?? null;
    const failed = calls.filter((call) => said(call) !== null);
    const again = failed.filter((call) => page.triggerOf(call) === "binding");
    const retry = () => {
      for (const call of again) page.refresh(call);
    };
    const [first] = failed;
    return {
      isLoading: loading,
      hasAnswer: calls.some((call) => (readings[`calls.${call}.data`]?.value ?? null) !== null),
      error: loading ? null : first === undefined ? error : String(said(first)),
      retry: again.length > 0 ? retry : null,
    };
  }, [page, calls, readings, error, loading]);
}
