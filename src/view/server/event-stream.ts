/** Server-sent events as they come in. */

export type ServerEvent = { readonly event: string; readonly data: string };

/** `heard` is told of every piece, comments too: the line is alive. An event without its blank line is dropped. */
export async function* eventsOf(
  body: ReadableStream<Uint8Array>,
  heard: () => void = () => {},
): AsyncGenerator<ServerEvent, void, void> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  const lines: string[] = [];
  let rest = "";
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      // A CR at the very end may be half of a line end.
      const parts = (rest + piece.value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop() ?? "";
      for (const line of parts) {
        if (line !== "") {
          lines.push(line);
          continue;
        }
        const event = eventOf(lines.splice(0));
        if (event !== null) yield event;
      }
    }
  } finally {
    // Whoever stops listening closes the connection.
    await reader.cancel().catch(() => {});
  }
}

function eventOf(lines: readonly string[]): ServerEvent | null {
  const valuesOf = (name: string) =>
    lines.flatMap((line) => {
      const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
      return field === name ? [value] : [];
    });
  const data = valuesOf("data");
  return data.length === 0 ? null : { event: valuesOf("event").at(-1) || "message", data: data.join("\n") };
}
