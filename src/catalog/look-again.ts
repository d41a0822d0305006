import { Fault } from "../contract/fault.ts";

const mostLooks = 5;

/**
 * Does what reads first and writes only if nothing has changed meanwhile: `attempt` gives null when it has, and looks again. `id`
 * names what is published. Fault: `draft.changed` when others never let it through.
 */
export async function lookAgain<Result>(id: string, attempt: () => Promise<Result | null>): Promise<Result> {
  for (let look = 1; look <= mostLooks; look++) {
    const result = await attempt();
    if (result !== null) return result;
  }
  throw new Fault("draft.changed", `${id} is being changed and published by others all the time. Publish again.`);
}
