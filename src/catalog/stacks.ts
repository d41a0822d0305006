import { tracer } from "../compiler/source.ts";
import type { Frame } from "../sandbox/frames.ts";
import type { Closure } from "../sandbox/guest.ts";
import { textsOf } from "./contents.ts";

/** Frames in the user's own lines and columns. Source maps are read only when something failed. */
export async function mapFrames(env: Env, closure: Closure, frames: Frame[]): Promise<Frame[]> {
  const texts = await textsOf(
    env,
    frames.flatMap(({ file }) => closure.maps[file] ?? []),
  );
  const tracers = new Map([...texts].map(([hash, text]) => [hash, tracer(text)]));
  return frames.map((frame) => {
    const position = tracers.get(closure.maps[frame.file] ?? "")?.(frame);
    return position ? { ...frame, ...position } : frame;
  });
}
