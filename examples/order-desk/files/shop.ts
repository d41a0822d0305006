/** The shop. In a real application these would be calls of `fetch`; here 240 orders are made up, the same ones each time. */

export type Status = "open" | "approved" | "refused";
export type Line = { item: string; count: number; cents: number };
export type Order = {
  id: string;
  day: string;
  customer: string;
  country: string;
  status: Status;
  cents: number;
  lines: Line[];
};

const customers = ["Ada", "Grace", "Katherine", "Edsger", "Barbara", "Alan", "Margaret", "Donald", "Radia", "Ken"];
const countries = ["DE", "FR", "NL", "PT", "SE"];
const items = [
  { item: "Desk lamp", cents: 4_900 },
  { item: "Keyboard", cents: 8_900 },
  { item: "Notebook", cents: 650 },
  { item: "Office chair", cents: 24_900 },
  { item: "Screen", cents: 31_900 },
];

export const orders: readonly Order[] = Array.from({ length: 240 }, (_, at) => orderAt(at));

function orderAt(at: number): Order {
  const pick = <T>(list: readonly T[], salt: number): T => list[mixed(at, salt) % list.length] as T;
  const lines = Array.from({ length: 1 + (mixed(at, 1) % 3) }, (_, line) => ({
    ...pick(items, 10 + line),
    count: 1 + (mixed(at, 20 + line) % 4),
  }));
  return {
    id: `A-${1_000 + at}`,
    day: new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 3) * 86_400_000).toISOString().slice(0, 10),
    customer: pick(customers, 2),
    country: pick(countries, 3),
    status: at < 200 ? (mixed(at, 4) % 12 === 0 ? "refused" : "approved") : "open",
    cents: lines.reduce((sum, line) => sum + line.cents * line.count, 0),
    lines,
  };
}

/** A number that looks like chance and is the same for the same two numbers. */
function mixed(at: number, salt: number): number {
  let value = Math.imul(at + 1, 2_654_435_761) ^ Math.imul(salt + 1, 1_597_334_677);
  value = Math.imul(value ^ (value >>> 15), 2_246_822_519);
  return (value ^ (value >>> 13)) >>> 0;
}

/** Answered to the caller as it is: a thrown error with a status says that the caller did something wrong. */
export function refusal(message: string, status = 422): Error {
  return Object.assign(new Error(message), { status });
}
