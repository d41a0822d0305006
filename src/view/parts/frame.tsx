import { type ReactNode, useId } from "react";
import type { Standing } from "../page/calls-behind.ts";

/** What stands around everything that is shown: its label, and how its answer stands. */

type Framed = {
  readonly label: string;
  readonly standing: Standing;
  readonly isEmpty: boolean;
  /** Said in the place of what is empty; without it nothing is said. */
  readonly emptyText?: string | undefined;
  /** Beside the label. */
  readonly aside?: ReactNode;
  /** It has a border and fills its place; what it holds scrolls inside. */
  readonly isBox?: boolean;
  readonly children: ReactNode;
};

export function Frame({ label, standing, isEmpty, emptyText, aside, isBox = false, children }: Framed) {
  const id = useId();
  const { isLoading, hasAnswer, error } = standing;
  const isWaiting = isLoading && isEmpty && !hasAnswer;
  const isDated = !isWaiting && (isLoading || error !== null);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in. */}
      <div
        role="group"
        aria-labelledby={label === "" ? undefined : id}
        aria-busy={isLoading}
        className={`flex min-w-0 flex-col gap-1.5 ${isBox ? "h-full" : ""}`}
      >
        {(label !== "" || aside) && (
          <div className={`flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5 ${isBox ? "min-h-8" : ""}`}>
            <span id={id} className="min-w-0 text-sm font-medium wrap-anywhere">
              {label}
            </span>
            {aside}
          </div>
        )}
        {error !== null && <Failure standing={standing} hasOld={!isEmpty} />}
        {(error === null || !isEmpty || isBox) && (
          <div className={`relative min-w-0 ${isBox ? boxLook : ""}`}>
            {isBox && <Updating isShown={isDated && isLoading} />}
            <div
              className={`min-w-0 transition-opacity duration-200 ${isBox ? "flex min-h-0 flex-1 flex-col" : ""} ${isDated ? "opacity-60 delay-150" : ""}`}
            >
              {inside({ isWaiting, isEmpty, emptyText: error === null ? emptyText : "", isBox }) ?? children}
            </div>
          </div>
        )}
      </div>
      <span role="status" className="sr-only">
        {isWaiting ? `${label} is loading` : ""}
      </span>
    </>
  );
}

type Inside = Pick<Framed, "isEmpty" | "emptyText" | "isBox"> & { readonly isWaiting: boolean };

/** What stands in the place of what is not there; null: it is there. */
function inside({ isWaiting, isEmpty, emptyText, isBox = false }: Inside): ReactNode {
  if (isWaiting) return <Skeleton isBox={isBox} />;
  return isEmpty && emptyText !== undefined ? <Empty text={emptyText} isBox={isBox} /> : null;
}

const boxLook = "flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-border bg-surface";

/** A line along the top; quick answers come before it shows. */
function Updating({ isShown }: { isShown: boolean }) {
  return (
    <div
      aria-hidden="true"
      className={`pointer-events-none absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden rounded-full transition-opacity ${isShown ? "opacity-100 delay-150" : "opacity-0"}`}
    >
      <div className="h-full animate-pulse-soft bg-accent" />
    </div>
  );
}

const mostCharacters = 500;

function Failure({ standing: { error, retry }, hasOld }: { standing: Standing; hasOld: boolean }) {
  const message = error ?? "";
  const text = message.length > mostCharacters ? `${message.slice(0, mostCharacters)}…` : message;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-danger-soft px-3 py-1.5 text-sm"
    >
      <span className="min-w-0 flex-1 basis-40 wrap-anywhere">
        {hasOld && <span className="font-medium text-danger">Not up to date. </span>}
        {text}
      </span>
      {retry && (
        <button
          type="button"
          onClick={retry}
          className="h-7 rounded-md border border-border-strong/45 bg-surface px-2.5 text-xs font-medium hover:bg-surface-2"
        >
          Try again
        </button>
      )}
    </div>
  );
}

function Skeleton({ isBox }: { isBox: boolean }) {
  const widths = isBox ? ["w-1/3", "w-full", "w-11/12", "w-full", "w-4/5"] : ["w-2/3"];
  return (
    <div aria-hidden="true" className={`flex animate-pulse-soft flex-col gap-3 ${isBox ? "p-3" : "py-1"}`}>
      {widths.map((width, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike.
        <div key={place} className={`h-3.5 rounded bg-surface-3 ${width}`} />
      ))}
    </div>
  );
}

function Empty({ text, isBox }: { text: string; isBox: boolean }) {
  return (
    <p
      className={`text-sm wrap-anywhere text-muted ${isBox ? "m-auto max-h-full overflow-hidden p-4 text-center" : "py-1"}`}
    >
      {text}
    </p>
  );
}
