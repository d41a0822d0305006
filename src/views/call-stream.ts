import type { Report } from "../runs/object/order.ts";
import { isOver, progressOf } from "./answer.ts";

/** The events of a call: how far its run has come, each time that changes, and its answer. Nothing of the run's inside. */

export type CallSource = {
  /** The report when the run is over, or after so many milliseconds; null: it is gone. */
  report(waitMs: number): Promise<Report | null | "interrupted">;
  /** The answer as JSON text on one line. */
  answer(ended: Report): Promise<string>;
};

/** Items of a block tell nobody, so the run is asked; a comment shows that a silent stream lives, and none lives for ever. */
const usual = { askMs: 1_000, beatMs: 15_000, lastsMs: 600_000 };

export function callStream(first: Report, source: CallSource, { askMs, beatMs, lastsMs } = usual): ReadableStream {
  const encoder = new TextEncoder();
  const endsAt = Date.now() + lastsMs;
  let next: Report | null = first;
  let told = "";
  let toldAt = Date.now();
  let isGone = false;
  const piece = async (): Promise<{ text: string; isLast: boolean }> => {
    while (!isGone) {
      const report = next ?? (await source.report(askMs));
      next = null;
      // A client that comes back finds the run again, or hears that it is gone.
      if (report === null || report === "interrupted") break;
      if (isOver(report.status)) return { text: eventText("done", await source.answer(report)), isLast: true };
      const isLast = Date.now() >= endsAt;
      const progress = progressText(report);
      if (progress !== told) {
        told = progress;
        return { text: eventText("progress", progress), isLast };
      }
      if (isLast || Date.now() - toldAt >= beatMs) return { text: ": the run goes on\n\n", isLast };
    }
    return { text: "", isLast: true };
  };
  return new ReadableStream(
    {
      async pull(controller) {
        const { text, isLast } = await piece();
        if (isGone) return;
        toldAt = Date.now();
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (isLast) controller.close();
      },
      cancel() {
        isGone = true;
      },
    },
    { highWaterMark: 0 },
  );
}

function progressText(report: Report): string {
  return JSON.stringify({ status: report.status, ...(progressOf(report) ?? unknown) });
}

const unknown = { done: 0, failed: 0, total: null };

function eventText(name: string, json: string): string {
  return `event: ${name}\ndata: ${json.trimEnd()}\n\n`;
}
