/** The page's own address: which view it is of, and the query parameters that it declares. Pure. */

/** `/v/APPLICATION/VIEW`; null: this is no address of a view. */
export function placeOf(pathname: string): string | null {
  return /^\/v\/[^/]+\/[^/]+/.exec(pathname)?.[0] ?? null;
}

/** The address of another view of the same application. */
export function addressOf(place: string, view: string, query: Readonly<Record<string, string>>): string {
  const application = place.split("/")[2] ?? "";
  const search = new URLSearchParams(query).toString();
  return `/v/${application}/${encodeURIComponent(view)}${search && `?${search}`}`;
}

/** What the address says of the declared parameters. */
export function queryFrom(search: string, declared: Readonly<Record<string, string>>): Record<string, string> {
  const given = new URLSearchParams(search);
  return Object.fromEntries(
    Object.keys(declared).flatMap((name) => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** The same address with these values: defaults are left out, and parameters of others stay. */
export function searchWith(
  search: string,
  query: Readonly<Record<string, string>>,
  declared: Readonly<Record<string, string>>,
): string {
  const next = new URLSearchParams(search);
  for (const [name, fallback] of Object.entries(declared)) {
    const value = (Object.hasOwn(query, name) ? query[name] : null) ?? fallback;
    if (value === fallback) next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text && `?${text}`;
}
