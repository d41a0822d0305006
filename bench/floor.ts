import { RpcTarget } from "cloudflare:workers";

/**
 * The least that any platform on Worker Loader pays: one call into a loaded isolate with one `RpcTarget` argument. Nothing
 * is checked, kept or traced. `/cold/N` does the same with code that never ran before.
 */

type Loader = {
  get(id: string, make: () => unknown): { getEntrypoint(): { run(powers: RpcTarget): Promise<string> } };
};
type Env = { LOADER: Loader; ANSWER: string };

class Powers extends RpcTarget {}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    await request.arrayBuffer();
    const id = new URL(request.url).pathname;
    const guest = env.LOADER.get(id, () => codeOf(id, env.ANSWER)).getEntrypoint();
    return new Response(await guest.run(new Powers()));
  },
};

function codeOf(id: string, answer: string) {
  return {
    compatibilityDate: "2026-10-01",
    compatibilityFlags: ["nodejs_compat"],
    mainModule: "main.js",
    modules: {
      "main.js": `import { WorkerEntrypoint } from "cloudflare:workers";
export default class extends WorkerEntrypoint { run() { return ${JSON.stringify(answer)}; } } // ${id}`,
    },
    env: {},
    globalOutbound: null,
  };
}
