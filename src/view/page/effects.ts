import type { EffectPort, Tone } from "../../reactive/reactive.ts";
import { safeFileName } from "./file-name.ts";
import { safeLink } from "./links.ts";
import { Watched } from "./watched.ts";

/** What actions do outside the values of a page; `<Effects>` draws what of it is to be seen. */

export type Notice = {
  readonly id: number;
  readonly tone: Tone;
  readonly message: string;
  /** An address of this server, opened in a new tab. */
  readonly link?: { readonly label: string; readonly href: string };
};

export type Question = { readonly id: number; readonly text: string; readonly answer: (isYes: boolean) => void };

export type Effects = {
  readonly port: EffectPort;
  readonly notices: Watched<readonly Notice[]>;
  /** The first one is asked now. */
  readonly questions: Watched<readonly Question[]>;
  readonly notify: (notice: Omit<Notice, "id">) => void;
  readonly dismiss: (id: number) => void;
  /** The page that asked is gone: nothing would come of a yes. */
  readonly withdraw: () => void;
};

const mostNotices = 5;

/**
 * `navigate` is what differs: a visitor goes there, a builder's preview may not. Mistakes of the document are told as they are
 * unless `mistake` says otherwise.
 */
export function makeEffects({
  navigate,
  mistake = (message) => message,
}: Pick<EffectPort, "navigate"> & Partial<Pick<EffectPort, "mistake">>): Effects {
  const notices = new Watched<readonly Notice[]>([]);
  const questions = new Watched<readonly Question[]>([]);
  let last = 0;
  const notify = (notice: Omit<Notice, "id">) => {
    last += 1;
    // Said again, it comes anew and not twice.
    const others = notices.read().filter(({ tone, message }) => tone !== notice.tone || message !== notice.message);
    notices.set([...others, { ...notice, id: last }].slice(-mostNotices));
  };
  const dismiss = (id: number) => notices.set(notices.read().filter((notice) => notice.id !== id));
  const confirm = (text: string) =>
    new Promise<boolean>((resolve) => {
      last += 1;
      const id = last;
      const answer = (isYes: boolean) => {
        questions.set(questions.read().filter((question) => question.id !== id));
        resolve(isYes);
      };
      questions.set([...questions.read(), { id, text, answer }]);
    });
  const port: EffectPort = {
    navigate,
    openUrl,
    copy,
    download,
    notify,
    confirm,
    failed: (message) => notify({ tone: "error", message }),
    mistake,
  };
  const withdraw = () => {
    for (const { answer } of questions.read()) answer(false);
  };
  return { port, notices, questions, notify, dismiss, withdraw };
}

function openUrl(url: string, isNewTab: boolean): void {
  const address = safeLink(url);
  if (address === null) throw new Error("This address cannot be opened: use http, https, mailto or tel.");
  if (isNewTab) open(address, "_blank", "noopener,noreferrer");
  else location.assign(address);
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    throw new Error("The browser does not let this page copy. Select the text and copy it by hand.");
  }
}

function download({ name, type, text }: { name: string; type: string; text: string }): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = safeFileName(name, type);
  link.click();
  // The browser reads the file after this; a moment is enough for it to begin.
  setTimeout(() => URL.revokeObjectURL(address), 30_000);
}
