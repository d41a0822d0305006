/** The owner of the ASSETS binding: the files that `scripts/build.ts` leaves in `dist`. */

/** The text of a file by its address, as the asset server reads addresses: a page without its ending. null: no such file. */
export async function assetText(env: Env, url: URL, path: string): Promise<string | null> {
  const response = await env.ASSETS.fetch(new URL(path, url.origin));
  const text = await response.text();
  return response.status === 200 ? text : null;
}
