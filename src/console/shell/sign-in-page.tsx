import { useEffect, useState } from "react";
import { type Problem, problemFrom } from "../api/problem.ts";
import { useTitle } from "../parts/page.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { bringsLink, signInWith, takeLink } from "./sign-in-link.ts";

/** What a person sees who is not signed in. */
export function SignInPage({ signedIn }: { signedIn(): Promise<void> }) {
  useTitle("Sign in");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(bringsLink);
  useEffect(() => {
    const link = takeLink();
    if (link === null) return;
    signInWith(link)
      .then(signedIn)
      .catch((error) => setProblem(problemFrom(error)))
      .finally(() => setBusy(false));
  }, [signedIn]);
  return (
    <main className="grid min-h-full place-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-3">
          <img src={new URL("../icon.svg", import.meta.url).href} alt="" className="size-9" />
          <h1 className="text-xl font-semibold tracking-tight">Sign in to Worklets</h1>
        </div>
        {isBusy ? (
          <p role="status" className="text-sm text-muted">
            Signing in with the link…
          </p>
        ) : (
          <>
            {problem && <ProblemNote problem={problem} className="mb-4" />}
            <SignInForm signedIn={signedIn} />
            <p className="mt-6 text-xs text-muted">
              On the machine where Worklets runs, <code className="font-mono">npm run sign-in</code> prints a link that
              signs you in once.
            </p>
          </>
        )}
      </div>
    </main>
  );
}
