/** The only writer to the console. One JSON object a line: Cloudflare's log search reads its members. */
export const log = {
  info(event: string, members: Record<string, unknown> = {}): void {
    console.log(JSON.stringify({ event, ...members }));
  },
  error(event: string, error: unknown, members: Record<string, unknown> = {}): void {
    console.error(JSON.stringify({ event, ...members, error: described(error) }));
  },
};

function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : `\ncaused by ${described(error.cause)}`;
  return `${error.stack ?? `${error.name}: ${error.message}`}${cause}`;
}
