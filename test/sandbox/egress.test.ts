import { describe, expect, inject, test } from "vitest";
import { callMain, outputOf } from "./guests.ts";
import { closureOf } from "./worker.ts";

const witness = inject("witness");
const local = witness.replace("127.0.0.1", "localhost");

/** What `body` returns, or the message that it failed with. */
async function run(body: string): Promise<unknown> {
  const answer = await callMain(closureOf({ "a.ts": `export async function main() { ${body} }` }));
  return answer.failure ? answer.failure.message : outputOf(answer);
}

describe("the gateway", () => {
  test("lets a fetch out and its answer in", async () => {
    const text = `const r = await fetch("${witness}/echo", { method: "POST", body: JSON.stringify({ a: 1 }), headers: { "X-A": "b" } });
      return [r.status, r.url, await r.json()];`;
    expect(await run(text)).toMatchObject([
      200,
      `${witness}/echo`,
      { method: "POST", body: '{"a":1}', headers: { "x-a": "b" } },
    ]);
  });

  test("a refusal is the error of the fetch, says why, and repeats no path", async () => {
    expect(await run(`await fetch("http://10.0.0.1/token/abc?key=1");`)).toBe(
      "Error: Egress refused: http://10.0.0.1/ is a private address",
    );
    expect(await run(`await fetch("http://0xA9.254.169.254/latest");`)).toContain("is a link-local address");
  });

  test("credentials in an address are refused without being repeated, for the runtime would drop them", async () => {
    const refusal =
      "TypeError: http://example.com/ carries a user name or password: send an Authorization header instead.";
    expect(await run(`await fetch("http://user:word@example.com/secret?token=1");`)).toBe(refusal);
    expect(await run(`await fetch(new Request("http://user@example.com/", { method: "POST", body: "b" }));`)).toBe(
      refusal,
    );
  });

  test("a streamed body is sent whole", async () => {
    const text = `const body = new Response("streamed text").body;
      return (await (await fetch(new Request("${witness}/echo", { method: "PUT", body }))).json()).body;`;
    expect(await run(text)).toBe("streamed text");
  });

  test("a form keeps its boundary", async () => {
    const text = `const form = new FormData(); form.set("a", "1");
      return (await (await fetch("${witness}/echo", { method: "POST", body: form })).json());`;
    const { headers, body } = (await run(text)) as { headers: Record<string, string>; body: string };
    expect(body).toContain(headers["content-type"]?.split("boundary=")[1] ?? "no boundary");
  });

  test("each hop of a redirect is checked", async () => {
    expect(await run(`await fetch("${witness}/to/302?" + encodeURIComponent("http://192.168.0.1/"));`)).toContain(
      "is a private address",
    );
    expect(
      await run(
        `return (await fetch("${witness}/to/302?" + encodeURIComponent("http://192.168.0.1/"), { redirect: "manual" })).status`,
      ),
    ).toBe(302);
  });

  test("a redirect to another origin drops Authorization and rewrites the method as fetch does", async () => {
    const fetched = (
      status: number,
    ) => `return await (await fetch("${witness}/to/${status}?${encodeURIComponent(`${local}/echo`)}",
      { method: "POST", body: "b", headers: { Authorization: "secret" } })).json();`;
    const found = (await run(fetched(302))) as { method: string; headers: object; body: string };
    expect(found).toMatchObject({ method: "GET", body: "" });
    expect(found.headers).not.toHaveProperty("authorization");
    const kept = (await run(fetched(307))) as { method: string; headers: object; body: string };
    expect(kept).toMatchObject({ method: "POST", body: "b" });
    expect(kept.headers).not.toHaveProperty("authorization");
  });

  test("node:http goes through it as well", async () => {
    const text = (url: string) => `const { get } = await import("node:http");
      return await new Promise((ok, no) => get("${url}", (r) => ok(r.statusCode)).on("error", no));`;
    expect(await run(text(`${witness}/hit/node-http`))).toBe(200);
    expect(await run(text("http://10.0.0.1/"))).toContain("Egress refused");
  });
});
