import { useLayoutEffect, useRef } from "react";
import { controlClass } from "../../parts/field.tsx";
import { ChevronIcon } from "../../parts/icons.tsx";
import { Spinner } from "../../parts/spinner.tsx";
import type { FieldState } from "../../parts/use-field.ts";
import { type Chosen, keyOf, type Option } from "./options.ts";

/** What both forms of a select are drawn from. */
export type SelectParts = {
  readonly field: FieldState;
  readonly options: readonly Option[];
  readonly chosen: readonly Chosen[];
  readonly placeholder: string;
  readonly isLoading: boolean;
};

const none = "none";
const unknown = "unknown";

/** One of a few options, as the browser offers them. Values are any JSON, so its own values are positions. */
export function NativeSelect({ field, options, chosen: [chosen], placeholder, isLoading }: SelectParts) {
  const element = useRef<HTMLSelectElement>(null);
  const place = chosen === undefined ? none : chosen.isKnown ? `${indexOf(options, chosen.key)}` : unknown;
  // After each drawing: options that come later take the choice with them.
  useLayoutEffect(() => {
    if (element.current !== null && element.current.value !== place) element.current.value = place;
  });
  const hasNone = indexOf(options, keyOf(null)) !== -1;
  return (
    <>
      <select
        {...field.control}
        ref={element}
        value={place}
        aria-busy={isLoading || undefined}
        onChange={({ currentTarget }) => {
          if (currentTarget.value === unknown) return;
          field.change(currentTarget.value === none ? null : (options[Number(currentTarget.value)]?.value ?? null));
        }}
        onBlur={field.leave}
        className={`${controlClass} appearance-none truncate py-0 pr-9 ${place === none ? "text-muted" : ""}`}
      >
        {(!hasNone || place === none) && <option value={none}>{emptyWords(placeholder, isLoading)}</option>}
        {chosen !== undefined && !chosen.isKnown && (
          <option value={unknown}>{isLoading ? chosen.label : `${chosen.label} (not in the list)`}</option>
        )}
        {options.map(({ label }, index) => (
          // Options have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: the value of the option is its place
          <option key={index} value={`${index}`} className="text-text">
            {label}
          </option>
        ))}
      </select>
      <span className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-muted">
        {isLoading ? <Spinner /> : <ChevronIcon />}
      </span>
    </>
  );
}

function indexOf(options: readonly Option[], key: string): number {
  return options.findIndex((option) => option.key === key);
}

export function emptyWords(placeholder: string, isLoading: boolean): string {
  if (placeholder !== "") return placeholder;
  return isLoading ? "Loading…" : "Choose…";
}
