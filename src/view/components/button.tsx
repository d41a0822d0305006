import { useRef } from "react";
import { usePage } from "../page/page-context.ts";
import { useComponent } from "../page/use-component.ts";
import { type ButtonVariant, buttonClass } from "../parts/button-class.ts";
import { errorsOf, PropertyErrors } from "../parts/property-errors.tsx";
import { Spinner } from "../parts/spinner.tsx";
import { nameOfId } from "../parts/words.ts";
import type { Drawn } from "./drawn.ts";

/** A second click that comes so soon, while the actions of the first are under way, is a double click: one click. */
const doubleClickMs = 600;

export function Button({ component }: Drawn) {
  const page = usePage();
  const shown = useComponent(component.id, "button");
  const { label, variant, disabled, loading } = shown.values;
  const last = useRef({ underWay: 0, at: 0 });

  const click = () => {
    const { current } = last;
    const isAgain = current.underWay > 0 && Date.now() - current.at < doubleClickMs;
    current.at = Date.now();
    if (loading || isAgain) return;
    current.underWay += 1;
    void page.dispatch(component.id, "click").finally(() => {
      current.underWay -= 1;
    });
  };

  // Two rows high it stands in line with the controls of inputs beside it, which have a label above.
  const place = component.place.h === 2 ? "pt-6 @max-[640px]/view:pt-0" : "";
  return (
    <div className={`flex h-full flex-col items-stretch gap-1 ${place}`}>
      <button
        type="button"
        disabled={disabled}
        // Not `disabled` while it is loading: that would take the focus from whoever has just pressed it.
        aria-disabled={loading || undefined}
        aria-busy={loading || undefined}
        aria-label={label.trim() === "" ? nameOfId(component.id) : undefined}
        title={label.length > 24 ? label : undefined}
        onClick={click}
        className={`${buttonClass(variant as ButtonVariant)} ${variant === "link" ? "self-start" : "w-full"}`}
      >
        {loading && <Spinner />}
        <span className="truncate">{label}</span>
      </button>
      <PropertyErrors errors={errorsOf("button", shown)} />
    </div>
  );
}
