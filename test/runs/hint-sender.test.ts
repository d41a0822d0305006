import { expect, test } from "vitest";
import { HintSender } from "../../src/runs/hint-sender.ts";

/** Sends that are answered by hand. */
function queue() {
  const sent: { ids: readonly string[]; take: () => void }[] = [];
  const send = (ids: readonly string[]) => new Promise<void>((take) => sent.push({ ids, take }));
  const idsOf = () => sent.map(({ ids }) => ids.length);
  return { sent, send, idsOf };
}

const settled = () => new Promise((done) => setImmediate(done));

test("hints that come while one is being sent leave together, a hundred at most at once", async () => {
  const { sent, send, idsOf } = queue();
  const sender = new HintSender(Date.now);
  const first = sender.add("run-0", send);
  for (let n = 1; n <= 150; n++) await sender.add(`run-${n}`, send);
  expect(idsOf()).toEqual([1]);
  for (const at of [0, 1, 2]) {
    sent[at]?.take();
    await settled();
  }
  await first;
  expect(idsOf()).toEqual([1, 100, 50]);
  expect(sent.flatMap(({ ids }) => ids)).toEqual(Array.from({ length: 151 }, (_, n) => `run-${n}`));
  void sender.add("run-151", send);
  expect(idsOf()).toEqual([1, 100, 50, 1]);
});

test.each([
  ["later", 1_500],
  ["after the clock was set back", -3_600_000],
])("whoever comes %s takes over from a sender that never comes to its end, which then sends no more", async (_, ms) => {
  let now = 1_000_000_000;
  const { sent, send } = queue();
  const sender = new HintSender(() => now);
  const stuck = sender.add("run-0", send);
  await sender.add("run-1", send);
  now += ms;
  const next = sender.add("run-2", send);
  expect(sent.map(({ ids }) => ids)).toEqual([["run-0"], ["run-1", "run-2"]]);
  await sender.add("run-3", send);
  sent[0]?.take();
  await stuck;
  expect(sent).toHaveLength(2);
  sent[1]?.take();
  await settled();
  sent[2]?.take();
  await next;
  expect(sent[2]?.ids).toEqual(["run-3"]);
});

test("of very many that wait the oldest are given up", async () => {
  const { sent, send } = queue();
  const sender = new HintSender(Date.now);
  const first = sender.add("run-0", send);
  for (let n = 1; n <= 10_001; n++) await sender.add(`run-${n}`, send);
  for (let at = 0; at <= 100; at++) {
    sent[at]?.take();
    await settled();
  }
  await first;
  const ids = sent.flatMap(({ ids: each }) => each);
  expect(ids).toHaveLength(10_001);
  expect(ids.slice(0, 2)).toEqual(["run-0", "run-2"]);
  expect(ids.at(-1)).toBe("run-10001");
});
