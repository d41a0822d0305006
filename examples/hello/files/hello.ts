/** The smallest worklet: one exported function, which is one block, which is one endpoint. */

type Input = { name: string };

/** What a block gets besides its input. This one only writes to the run's log. */
type Context = { log: (...values: unknown[]) => void };

/** `env` is an object that all blocks of a run share; nothing is in it yet. */
export function greet(input: Input, _env: object, context: Context) {
  const name = input.name.trim() || "stranger";
  context.log("Greeting", name);
  return { greeting: `Hello, ${name}!` };
}
