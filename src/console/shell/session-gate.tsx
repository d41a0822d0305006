import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { problemFrom } from "../api/problem.ts";
import { meQuery } from "../api/queries.ts";
import { onSessionEnd } from "../api/request.ts";
import { Dialog } from "../parts/dialog.tsx";
import { focusBackAfterDialog } from "../parts/focus.ts";
import { Failed } from "../parts/states.tsx";
import { useNotify } from "../parts/toast.tsx";
import { nextPage } from "./next-page.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { signInWith, takeLink } from "./sign-in-link.ts";
import { SignInPage } from "./sign-in-page.tsx";

/** Shows the console to who is signed in. A session that ends is renewed over the page, so that nothing typed is lost. */
export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const [hasEnded, setEnded] = useState(false);
  const place = useRef<Element | null>(null);
  useEffect(
    () =>
      onSessionEnd(() => {
        place.current ??= document.activeElement;
        setEnded(true);
      }),
    [],
  );
  const wasSignedIn = me.data !== undefined;
  const signedIn = async () => {
    await queries.invalidateQueries();
    focusBackAfterDialog(place.current);
    place.current = null;
    setEnded(false);
  };
  useLinkAnyway(wasSignedIn, signedIn);
  if (!wasSignedIn) {
    if (me.isPending) return <Splash />;
    if (problemFrom(me.error).status !== 401) return <Failed error={me.error} retry={() => void me.refetch()} />;
    return <SignInPage signedIn={signedIn} />;
  }
  const next = nextPage(new URL(location.href));
  if (next !== null) return <Leave to={next} />;
  return (
    <>
      {children}
      <Dialog
        open={hasEnded}
        title="Your session has ended"
        description="Sign in again to go on: what you typed is still here."
        width="small"
      >
        <SignInForm signedIn={signedIn} />
      </Dialog>
    </>
  );
}

/** Who is signed in already and opens a link wants to be who it signs in; when it is no good, they stay who they are. */
function useLinkAnyway(wasSignedIn: boolean, signedIn: () => Promise<void>): void {
  const { notifyProblem } = useNotify();
  useEffect(() => {
    const link = wasSignedIn ? takeLink() : null;
    if (link !== null) signInWith(link).then(signedIn).catch(notifyProblem);
  });
}

/** Whoever was sent here to sign in goes back; the console is no stop on their way. */
function Leave({ to }: { to: string }) {
  useEffect(() => location.replace(to), [to]);
  return <Splash />;
}

function Splash() {
  return (
    <div role="status" aria-label="Loading the console" className="grid h-full place-items-center">
      <img src={new URL("../icon.svg", import.meta.url).href} alt="" className="size-10 animate-pulse-soft" />
    </div>
  );
}
