import { type ReactNode, Suspense } from "react";
import { Loading } from "../parts/states.tsx";
import { Boundary } from "./boundary.tsx";

/** A part of an editor's page. A mistake in one leaves the others standing. */
export function Pane({ shown }: { shown: ReactNode }) {
  return (
    <Boundary>
      <Suspense fallback={<Loading rows={4} />}>{shown}</Suspense>
    </Boundary>
  );
}
