import { type Order, orders, refusal, type Status } from "./shop.ts";

/** What the desk asks of the shop. Nothing is kept: what was decided on the page comes along as `decided`. */

type Decided = Record<string, Status>;
type Found = Omit<Order, "lines" | "cents"> & { total: number };

/** The worklet `find-orders`: newest first, with what they are worth together. */
export function find({
  text = "",
  status = "all",
  decided = {},
}: {
  text?: string;
  status?: string;
  decided?: Decided;
}) {
  const wanted = text.trim().toLowerCase();
  const found = orders
    .map((order) => ({ ...order, status: decided[order.id] ?? order.status }))
    .filter((order) => status === "all" || order.status === status)
    .filter((order) => wanted === "" || `${order.id} ${order.customer} ${order.country}`.toLowerCase().includes(wanted))
    .reverse();
  const days = new Map<string, number>();
  for (const order of found)
    days.set(order.day.slice(0, 7), (days.get(order.day.slice(0, 7)) ?? 0) + order.cents / 100);
  return {
    orders: found.map(({ lines: _, cents, ...order }): Found => ({ ...order, total: cents / 100 })),
    open: found.filter((order) => order.status === "open").length,
    worth: Math.round(found.reduce((sum, order) => sum + order.cents, 0) / 100),
    months: [...days].sort().map(([month, total]) => ({ month, total: Math.round(total) })),
  };
}

/** The worklet `order`: one order with its lines. */
export function read({ id }: { id: string }): Order {
  const order = orders.find((each) => each.id === id);
  if (!order) throw refusal(`There is no order ${id}.`, 404);
  return order;
}

/** The worklet `decide`: what a real shop would write into its database. */
export function decide({ id, status, decided = {} }: { id: string; status: Status; decided?: Decided }) {
  const order = read({ id });
  const now = decided[id] ?? order.status;
  if (now !== "open") throw refusal(`The order ${id} is ${now} already.`, 409);
  return { decided: { [id]: status }, message: `${id} of ${order.customer} is ${status}.` };
}

/** First block of `audit`: the orders of a month. */
export function ofMonth({ month }: { month: string }) {
  const found = orders.filter((order) => order.day.startsWith(month));
  if (found.length === 0) throw refusal(`There are no orders in ${month}.`);
  return found;
}

/** Second block of `audit`, once for each order: a check that takes its time. */
export async function check(order: Order) {
  await new Promise((done) => setTimeout(done, 250));
  const sum = order.lines.reduce((total, line) => total + line.cents * line.count, 0);
  const findings = [
    ...(sum === order.cents ? [] : ["The lines do not make the total."]),
    ...(order.cents > 100_000 ? ["Over 1,000 EUR: needs a second pair of eyes."] : []),
    ...(order.status === "refused" ? ["Was refused."] : []),
  ];
  return { id: order.id, customer: order.customer, total: order.cents / 100, findings: findings.join(" ") };
}

/** Last block of `audit`: what a person has to look at. */
export function sumUp(checked: { id: string; findings: string }[]) {
  const rows = checked.filter(({ findings }) => findings !== "");
  return { checked: checked.length, rows };
}
