import type { SlackBlock } from "../../contract/block.ts";
import { addressRefusal } from "../../sandbox/addresses.ts";
import type { OutsideResponse } from "../../sandbox/outside.ts";
import type { BlockKind } from "../kind.ts";
import { failed, failureOf, refersToNothing, succeeded, useOf } from "../kind.ts";
import { failureOfAnswer } from "./http-answer.ts";
import { outsideTimeoutMs, retryAfterOf, secretsOfCall, toldOf } from "./outside.ts";

/** A message to a channel, by an incoming webhook whose address is a secret. */
export const slack: BlockKind<SlackBlock> = {
  readsSecrets: true,
  timeoutMs: outsideTimeoutMs,
  expressions: ({ text, blocks }) => [
    ...(text === undefined ? [] : [{ member: "/text", form: "value" as const, source: text }]),
    ...(blocks === undefined ? [] : [{ member: "/blocks", form: "value" as const, source: blocks }]),
  ],
  refers: ({ webhook }) => ({ ...refersToNothing, secrets: [{ member: "/webhook", name: webhook }] }),
  check({ id, text, blocks }, path) {
    if (text !== undefined || blocks !== undefined) return [];
    const message = "A message needs `text`, or `blocks` of Block Kit, or both.";
    return [{ path: `${path}/text`, message, block: id, member: "text" }];
  },
  async run(block, call, tools) {
    const read = await secretsOfCall(block.id, call, tools, [block.webhook]);
    if ("failure" in read) return failed(read.failure, { secrets: read.values });
    const { secrets, values } = read;
    const fail = (message: string, retryAfterMs?: number) =>
      failed(failureOf("user", toldOf(message, values), block.id), {
        secrets: values,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      });
    const url = webhookOf(secrets[block.webhook] ?? "");
    if (url === null) return fail(`The secret ${block.webhook} is no address of a webhook: it begins with https://`);
    const answer = await tools.fetch(
      {
        method: "POST",
        url,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(messageOf(block, (n) => call.evaluate(n, secrets))),
        followsRedirects: false,
        secretHeaders: [],
        hasSecretBody: true,
      },
      useOf(block.id, call),
    );
    if ("failure" in answer) return fail(`The message to Slack ${answer.failure}`);
    if (isTaken(answer)) return succeeded('{"ok":true}', {}, values);
    return fail(`Slack ${failureOfAnswer(answer, values)}`, retryAfterOf(answer));
  },
};

/** Slack takes https only; what is not on the public internet is a stand-in, which the address rules decide about. */
function webhookOf(text: string): URL | null {
  const url = URL.parse(text.trim());
  if (url === null || url.username !== "" || url.password !== "") return null;
  return url.protocol === "https:" || (url.protocol === "http:" && addressRefusal(url, false) !== null) ? url : null;
}

function messageOf({ text, blocks }: SlackBlock, evaluate: (n: number) => unknown): object {
  const values = [...(text === undefined ? [] : ["text"]), ...(blocks === undefined ? [] : ["blocks"])];
  return Object.fromEntries(values.map((name, n) => [name, name === "text" ? textOf(evaluate(n)) : evaluate(n)]));
}

/** A text that is one whole expression may give anything; Slack takes texts only. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null ? "" : JSON.stringify(value);
}

/** A webhook answers `ok`; addresses of Slack's API answer 200 with `{"ok": false, "error": ...}`. */
function isTaken({ status, bytes }: OutsideResponse): boolean {
  if (status < 200 || status > 299) return false;
  return !/^\s*\{[\s\S]*"ok"\s*:\s*false/.test(new TextDecoder().decode(bytes.subarray(0, 1_000)));
}
