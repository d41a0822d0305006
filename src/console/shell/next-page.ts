/**
 * The published view that led somebody to the sign-in page, as a path to go back to; null: none did. Whoever writes a link writes
 * what stands in it, so nothing but a view of this very origin is gone to. Pure.
 */
export function nextPage(here: URL): string | null {
  const next = here.pathname === "/console/sign-in" ? here.searchParams.get("next") : null;
  const to = next === null ? null : URL.parse(next, here.origin);
  if (to === null || to.origin !== here.origin || !to.pathname.startsWith("/v/")) return null;
  return to.pathname + to.search + to.hash;
}
