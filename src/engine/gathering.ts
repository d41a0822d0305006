import type { LogLine } from "../contract/failure.ts";
import { limits } from "../contract/limits.ts";
import type { BlockAnswer } from "./kind.ts";

/** What the blocks of a run leave beside their outputs. */
export class Gathering {
  private readonly lines: LogLine[] = [];
  private readonly secrets = new Set<string>();
  private cold = false;
  /** Bytes of log that the run may still keep. */
  logBytes: number = limits.logBytes;

  add(answer: BlockAnswer): void {
    for (const secret of answer.secrets) this.secrets.add(secret);
    if (answer.cold) this.cold = true;
    for (const line of answer.logs) this.addLine(line);
  }

  /** Branches that run at the same time share what is left only afterwards, so the bound is held here once more. */
  private addLine(line: LogLine): void {
    if (this.logBytes <= 0) return;
    this.logBytes -= encoder.encode(line.text).length;
    this.lines.push(line);
  }

  all(): { logs: LogLine[]; secrets: string[]; cold: boolean } {
    const logs = this.lines.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
    return { logs, secrets: [...this.secrets], cold: this.cold };
  }
}

const encoder = new TextEncoder();
