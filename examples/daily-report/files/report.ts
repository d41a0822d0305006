type Order = { day: string; customer: string; cents: number };

/** In a real application this would be a call of `fetch` to the shop. */
const orders: Order[] = ["2026-01-01", "2026-01-02", "2026-01-03"].flatMap((day, at) => [
  { day, customer: "Ada", cents: 1_250 * (at + 1) },
  { day, customer: "Grace", cents: 4_000 },
]);

/** The worklet `report`: it says which day it is about only by its input, so it can be invoked for any day. */
export function report({ day }: { day: string }) {
  const ofDay = orders.filter((order) => order.day === day);
  const cents = ofDay.reduce((sum, order) => sum + order.cents, 0);
  return { day, orders: ofDay.length, total: `${(cents / 100).toFixed(2)} EUR` };
}

/** The first block of `daily-report`: it makes the input that `report` needs, which is the day before. */
export function yesterday(input: { today?: string } | null) {
  const today = input?.today === undefined ? new Date() : new Date(input.today);
  return { day: new Date(today.getTime() - 86_400_000).toISOString().slice(0, 10) };
}
