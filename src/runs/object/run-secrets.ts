import { seal, unseal } from "../../access/seal.ts";
import type { Failure, LogLine } from "../../contract/failure.ts";
import type { BlockRecord } from "../../engine/journal.ts";
import type { Settings } from "../../platform/settings.ts";
import { type Mask, maskOf, textMaskOf } from "../trace/trace.ts";
import type { RunJournal } from "./run-journal.ts";

/**
 * The values of secrets that a background run has read, so that they are masked in what is kept and shown of it, in later turns
 * too. They lie in the run's storage, sealed as secrets are anywhere else.
 */
export class RunSecrets {
  private readonly settings: () => Settings;
  private readonly journal: RunJournal;
  private known: Set<string> | null = null;
  private maskText: ((text: string) => string) | null = null;
  private isLost = false;

  constructor(settings: () => Settings, journal: RunJournal) {
    this.settings = settings;
    this.journal = journal;
  }

  values(): string[] {
    return [...this.read()];
  }

  /** Whether they were sealed under a master key that is gone, so that nobody can say what to mask. */
  areLost(): boolean {
    this.read();
    return this.isLost;
  }

  /** The run is forgotten. */
  forget(): void {
    this.known = null;
    this.maskText = null;
  }

  /** Written before the caller's next await: whoever was given a value knows that it is masked from now on. */
  add(values: Iterable<string>): void {
    const known = this.read();
    const before = known.size;
    for (const value of values) known.add(value);
    if (known.size === before) return;
    this.maskText = null;
    if (!this.isLost) this.journal.keepNote(note, seal(this.settings(), this.row(), JSON.stringify([...known])));
  }

  lines(lines: readonly LogLine[]): LogLine[] {
    return lines.map((line) => ({ ...line, text: this.masked(line.text) }));
  }

  failure(failure: Failure): Failure {
    return { ...failure, message: this.masked(failure.message), stack: this.masked(failure.stack) };
  }

  /** A mask of JSON text. */
  mask(): Mask {
    return maskOf(this.read());
  }

  /** A record as it may be shown: without values when nobody can say what to mask in them. */
  shown(record: BlockRecord): BlockRecord {
    if (!this.areLost()) return record;
    return { ...record, input: hidden, output: hidden, env: hidden };
  }

  /** The same of a value alone, masked. */
  shownValue(jsonText: string): string {
    return this.areLost() ? hidden : this.mask()(jsonText);
  }

  private masked(text: string): string {
    this.maskText ??= textMaskOf(this.read());
    return this.maskText(text);
  }

  private read(): Set<string> {
    if (this.known !== null) return this.known;
    const sealed = this.journal.note(note);
    const text = sealed === null ? "[]" : unseal(this.settings(), this.row(), sealed);
    this.isLost = text === null;
    this.known = new Set(text === null ? [] : (JSON.parse(text) as string[]));
    return this.known;
  }

  private row() {
    return { application: this.journal.start()?.id ?? "", name: note };
  }
}

const note = "secrets";
const hidden = '"***"';
