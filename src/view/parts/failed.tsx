import { useEffect } from "react";
import type { Problem } from "../server/problem.ts";

/** A whole page about what keeps the view from being shown, and what to do. */

type Told = { readonly title: string; readonly text: string; readonly canSignIn?: boolean };

function toldOf({ status, message }: Problem): Told {
  if (status === 0) return { title: "The server cannot be reached", text: "Check the connection and try again." };
  if (status === 401) {
    return { title: "Sign in to open this view", text: "It is for people with an account here.", canSignIn: true };
  }
  if (status === 403) {
    return { title: "You may not open this view", text: `${message} Ask whoever sent you the link.`, canSignIn: true };
  }
  if (status === 404) {
    return {
      title: "There is no view here",
      text: "It may not be published yet, or has been deleted. Check the link, or ask whoever sent it.",
    };
  }
  if (status === 429) return { title: "Too many requests", text: message };
  if (status >= 500) return { title: "The server cannot answer now", text: message };
  return { title: "This view cannot be shown", text: message };
}

export function FailedPage({ problem, retry }: { problem: Problem; retry: () => void }) {
  const { title, text, canSignIn = false } = toldOf(problem);
  const isOffline = problem.status === 0;
  useEffect(() => {
    document.title = title;
    if (!isOffline) return;
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, [title, isOffline, retry]);
  const button = "inline-flex h-9 items-center rounded-md px-3 text-sm font-medium";
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-2 p-6">
      <div role="alert" className="flex flex-col gap-2">
        <h1 className="text-xl font-semibold">{title}</h1>
        <p className="break-words text-muted">{text}</p>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <button
          type="button"
          className={`${button} bg-accent text-on-accent hover:bg-accent-strong`}
          onClick={() => retry()}
        >
          Try again
        </button>
        {canSignIn && (
          <a className={`${button} border border-border-strong/45 hover:bg-surface-2`} href={signInAddress()}>
            Sign in
          </a>
        )}
      </div>
    </main>
  );
}

/** The sign-in leads back here. */
function signInAddress(): string {
  return `/console/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}
