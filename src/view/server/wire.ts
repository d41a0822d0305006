/** What the program needs of its browser to speak to the server; tests bring their own. */
export type Wire = {
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Does something once after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, then: () => void) => () => void;
  /** Over after about so long, or as soon as the connection is back; it fails when `signal` does. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly kept: Keeping;
};

/** Texts that outlive a reload of this tab, and nothing else. */
export type Keeping = {
  readonly read: (name: string) => string | null;
  readonly write: (name: string, text: string | null) => void;
};

export function browserWire(): Wire {
  return {
    fetch: (address, init) => fetch(address, init),
    now: () => Date.now(),
    after,
    pause,
    kept: sessionKeeping(),
  };
}

function after(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds);
  return () => clearTimeout(timer);
}

/** Not all visitors come back in the same moment after an outage: the pause is a half to the whole of what is asked. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      removeEventListener("online", goOn);
      signal.removeEventListener("abort", giveUp);
      settle();
    };
    const goOn = () => end(resolve);
    const giveUp = () => end(() => reject(signal.reason));
    const timer = setTimeout(goOn, milliseconds * (0.5 + Math.random() / 2));
    addEventListener("online", goOn);
    signal.addEventListener("abort", giveUp);
    if (signal.aborted) giveUp();
  });
}

/** Storage may be closed to a page (in a frame of another site): what is kept is gone with the page then. */
function sessionKeeping(): Keeping {
  const here = new Map<string, string>();
  return {
    read(name) {
      try {
        return sessionStorage.getItem(name) ?? here.get(name) ?? null;
      } catch {
        return here.get(name) ?? null;
      }
    },
    write(name, text) {
      try {
        here.delete(name);
        if (text === null) sessionStorage.removeItem(name);
        else sessionStorage.setItem(name, text);
      } catch {
        if (text === null) here.delete(name);
        else here.set(name, text);
      }
    },
  };
}
