import { expect, inject } from "vitest";

/** What tests ask the witness (`test/support/witness.ts`), and what user code asks of it to wait for a word of the test. */

const witness = inject("witness");

/** How often the witness was hit under a name. */
export async function hits(name: string): Promise<number> {
  return Number(await (await fetch(`${witness}/count/${name}`)).text());
}

/** For user code: `opened(name)` hits the witness under the name, and waits until the test opens it. */
export const gate = `const opened = async (name: string) => {
  await fetch("${witness}/hit/" + name);
  while (Number(await (await fetch("${witness}/count/" + name + "-open")).text()) === 0) await new Promise((done) => setTimeout(done, 25));
};`;

/** Waits until user code stands at the gate of this name. */
export async function stands(name: string): Promise<void> {
  await expect.poll(() => hits(name), { timeout: 15_000 }).toBeGreaterThan(0);
}

/** Lets everybody through the gate of this name. */
export async function open(name: string): Promise<void> {
  await fetch(`${witness}/hit/${name}-open`);
}

/** Whether the witness hears nothing more for 700 ms, once what was on its way has arrived. */
export async function isSilent(name: string): Promise<boolean> {
  await pause(300);
  const before = await hits(name);
  await pause(700);
  return (await hits(name)) === before;
}

/** Waits until a guest that hits the witness all the time is ended. */
export async function falls(name: string): Promise<void> {
  await expect.poll(() => isSilent(name), { timeout: 10_000 }).toBe(true);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
