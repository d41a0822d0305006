import { Code, GitBranch, Globe, type LucideIcon, MessageSquare, Sparkles, Workflow } from "lucide-react";
import type { Block } from "../../contract/graph.ts";
import { statusLooks } from "../parts/run-status.tsx";
import { durationText } from "../parts/time.tsx";
import type { BlockRun } from "../test-run/test-run-context.ts";
import type { Flow } from "./flow.ts";
import type { Kind } from "./new-block.ts";

/** How blocks are called and told: on their cards, in menus, and to those who do not see the graph. */

export const kindLooks: Record<Kind, { word: string; icon: LucideIcon; tells: string }> = {
  code: { word: "Code", icon: Code, tells: "A function in TypeScript or JavaScript" },
  model: { word: "Model", icon: Sparkles, tells: "Asks a model of the application" },
  decision: { word: "Decision", icon: GitBranch, tells: "Goes on by the first condition that holds" },
  worklet: { word: "Worklet", icon: Workflow, tells: "Runs another worklet" },
  http: { word: "HTTP", icon: Globe, tells: "Sends a request" },
  slack: { word: "Slack", icon: MessageSquare, tells: "Posts a message" },
};

export const kindNames = Object.keys(kindLooks) as Kind[];

/** What the block calls, in one line. */
export function summaryOf(block: Block): string {
  switch (block.kind) {
    case "code":
      return `${block.file} · ${block.function}`;
    case "model":
      return block.model;
    case "worklet":
      return block.worklet;
    case "http":
      return `${block.method ?? (block.body === undefined ? "GET" : "POST")} ${block.url}`;
    case "slack":
      return block.webhook;
    case "decision": {
      const count = block.branches.length;
      return `${count === 1 ? "1 branch" : `${count} branches`}${block.otherwise?.length ? " and otherwise" : ""}`;
    }
  }
}

/** What a block does, as its run says: "succeeded in 12 ms". */
export function runText(run: BlockRun): string {
  const word = run.status === "SKIPPED" ? "skipped" : statusLooks[run.status].word.toLowerCase();
  const time = run.latency_ms === null || run.status === "SKIPPED" ? "" : ` in ${durationText(run.latency_ms)}`;
  return `${word}${time}${run.attempt > 1 ? ` at attempt ${run.attempt}` : ""}`;
}

/** The block and its neighbours, for those who hear the graph. */
export function spokenName(block: Block, flow: Flow, run: BlockRun | undefined, wrongs: number): string {
  const before = [...new Set(flow.previous.get(block.id)?.map(({ from }) => from))];
  const after = [...new Set(flow.next.get(block.id)?.map(({ to }) => to))];
  const first = flow.starts.includes(block.id) ? ["Input"] : [];
  const parts = [
    `${kindLooks[block.kind].word} block ${block.id}`,
    first.length + before.length > 0 ? `after ${listed([...first, ...before])}` : "nothing leads to it",
    after.length > 0 ? `before ${listed(after)}` : "an end",
    ...(block.kind !== "decision" && block.each !== undefined ? ["once for each item"] : []),
  ];
  const states = [
    ...(wrongs > 0 ? [wrongs === 1 ? "1 problem" : `${wrongs} problems`] : []),
    ...(run === undefined ? [] : [runText(run)]),
  ];
  return [parts.join(", "), ...states].join("; ");
}

/** "a, b and c". */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
