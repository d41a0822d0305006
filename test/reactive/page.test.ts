import { expect, test } from "vitest";
import { open, valueAt } from "./world.ts";

const input = (id: string, properties: object = {}) => ({ id, kind: "text_input", properties });
const text = (id: string, content: string) => ({ id, kind: "text", properties: { text: content } });

test("a text follows what a person types", async () => {
  const { page } = await open({ components: [input("name"), text("hello", "Hello {{ name.value }}")] });
  const told: unknown[] = [];
  page.subscribe("hello.text", ({ value }) => told.push(value));
  page.set("name.value", "Ada");
  page.set("name.value", "Ada");
  expect(told).toEqual(["Hello Ada"]);
});

test("values that are set together are followed together", async () => {
  const { page } = await open({ state: { a: 1, b: 1 }, components: [text("sum", "{{ state.a + state.b }}")] });
  const told: unknown[] = [];
  page.subscribe("sum.text", ({ value }) => told.push(value));
  page.setAll({ "state.a": 2, "state.b": 3 });
  expect(told).toEqual(["5"]);
});

test("where two ways lead to one value, it is told once and never half way", async () => {
  const { page } = await open({
    state: { n: 1 },
    components: [
      text("left", "{{ state.n * 2 }}"),
      text("right", "{{ state.n * 3 }}"),
      text("sum", "{{ left.text }}+{{ right.text }}"),
    ],
  });
  const told: unknown[] = [];
  page.subscribe("sum.text", ({ value }) =>
    told.push([value, valueAt(page, "left.text"), valueAt(page, "right.text")]),
  );
  page.set("state.n", 2);
  expect(told).toEqual([["4+6", "4", "6"]]);
});

test("only who reads a value that changed is told", async () => {
  const { page } = await open({
    state: { rows: [{ a: 1 }, { a: 2 }] },
    components: [text("count", "{{ state.rows.length }}"), text("other", "{{ count.text }} rows")],
  });
  const told: unknown[] = [];
  page.subscribe("other.text", ({ value }) => told.push(value));
  page.subscribe("state.rows", () => told.push("rows"));
  page.set("state.rows", [{ a: 1 }, { a: 2 }]);
  expect(told).toEqual([]);
  page.set("state.rows", [{ a: 1 }, { a: 3 }]);
  expect(told).toEqual(["rows"]);
});

test("an expression that fails is that value's error, and its property has its default", async () => {
  const { page } = await open({
    state: { row: null },
    components: [text("name", "{{ state.row.name }}"), text("other", "{{ name.text.length }} letters")],
  });
  expect(page.get("name.text")).toMatchObject({ value: "", error: expect.stringContaining("`state.row` is null") });
  expect(page.get("other.text")).toMatchObject({ value: "0 letters", error: null });
  expect(page.snapshot().failing.map(({ path }) => path)).toEqual(["name.text"]);
  page.set("state.row", { name: "Ada" });
  expect(page.get("name.text")).toEqual({ value: "Ada", error: null, loading: false });
});

test("what gives another type than the property's is an error with what is needed", async () => {
  const { page } = await open({
    state: { rows: "none" },
    components: [{ id: "list", kind: "table", properties: { data: "{{ state.rows }}", page_size: "{{ '10' }}" } }],
  });
  expect(page.get("list.data")).toEqual({
    value: [],
    error: 'A list is needed here, and this is "none".',
    loading: false,
  });
  expect(valueAt(page, "list.page_size")).toBe(10);
});

test("what a person typed stands until what the document says changes, and does not come back with it", async () => {
  const { page } = await open({ state: { row: "one" }, components: [input("name", { value: "{{ state.row }}" })] });
  page.set("name.value", "typed");
  expect(valueAt(page, "name.value")).toBe("typed");
  page.set("state.row", "two");
  expect(valueAt(page, "name.value")).toBe("two");
  page.set("state.row", "one");
  expect(valueAt(page, "name.value")).toBe("one");
});

test("a table goes back to its first page when it is searched, and stays where it is for new rows", async () => {
  const { page } = await open({
    state: { rows: [{ a: 1 }] },
    components: [{ id: "list", kind: "table", properties: { data: "{{ state.rows }}" } }],
  });
  page.set("list.page", 3);
  page.set("state.rows", [{ a: 2 }]);
  expect(valueAt(page, "list.page")).toBe(3);
  page.set("list.search", "x");
  expect(valueAt(page, "list.page")).toBe(1);
});

test("a chosen row is let go with new rows, and with a row key found again among them", async () => {
  const table = (id: string, properties: object) => ({
    id,
    kind: "table",
    properties: { data: "{{ state.rows }}", ...properties },
  });
  const { page } = await open({
    state: { rows: [{ id: 1 }, { id: 2 }] },
    components: [table("plain", {}), table("keyed", { row_key: "id" })],
  });
  page.set("plain.selected", 1);
  page.set("keyed.selected", 2);
  expect([valueAt(page, "plain.selected_row"), valueAt(page, "keyed.selected_row")]).toEqual([{ id: 2 }, { id: 2 }]);
  page.set("state.rows", [{ id: 2, name: "new" }]);
  expect([valueAt(page, "plain.selected_row"), valueAt(page, "keyed.selected_row")]).toEqual([
    null,
    { id: 2, name: "new" },
  ]);
});

test("a form has the values of the inputs in it and is valid when they are", async () => {
  const { page } = await open({
    components: [
      { id: "order", kind: "form" },
      { ...input("who", { required: true }), parent: "order" },
      { id: "amount", kind: "number", parent: "order", properties: { min: 1, max: 5 } },
      { ...input("note", { required: true, hidden: "{{ amount.value != 5 }}" }), parent: "order" },
      input("outside", { required: true }),
    ],
  });
  expect(valueAt(page, "order.is_valid")).toBe(false);
  page.set("who.value", "Ada");
  page.set("amount.value", 3);
  expect(page.get("order.values").value).toEqual({ who: "Ada", amount: 3, note: "" });
  expect(valueAt(page, "order.is_valid")).toBe(true);
  page.set("amount.value", 6);
  expect(valueAt(page, "order.is_valid")).toBe(false);
  page.set("amount.value", 5);
  expect(valueAt(page, "order.is_valid")).toBe(false);
});

test("the address stands over the defaults of the query, as text", async () => {
  const { page } = await open({ query: { q: "", page: "1" } }, { query: { q: "ada", other: "x" } });
  expect(page.snapshot().values.query).toEqual({ q: "ada", page: "1" });
  page.set("query.page", 2);
  expect(valueAt(page, "query.page")).toBe("2");
});

test("values that read each other are errors that name the way, and all others work", async () => {
  const { page } = await open({
    state: { n: 1 },
    components: [text("a", "{{ b.text }}"), text("b", "{{ a.text }}"), text("c", "{{ state.n }}")],
  });
  const errors = page.snapshot().failing;
  expect(errors).toHaveLength(1);
  expect(errors[0]?.error).toMatch(/It reads itself: (a.text -> b.text -> a.text|b.text -> a.text -> b.text)/);
  page.set("state.n", 2);
  expect(valueAt(page, "c.text")).toBe("2");
});

test("a subscriber may set values: they follow after everybody was told of the first change", async () => {
  const { page } = await open({ state: { a: 0, b: 0 }, components: [text("sum", "{{ state.a + state.b }}")] });
  const told: unknown[] = [];
  page.subscribe("state.a", ({ value }) => page.set("state.b", value));
  page.subscribe("sum.text", ({ value }) => told.push(value));
  page.set("state.a", 1);
  expect(told).toEqual(["1", "2"]);
});

test("a subscriber that throws keeps nobody else from being told, and is heard", async () => {
  const { page } = await open({ state: { a: 0 } });
  const told: unknown[] = [];
  page.subscribe("state.a", () => {
    throw new Error("no");
  });
  page.subscribe("state.a", ({ value }) => told.push(value));
  expect(() => page.set("state.a", 1)).toThrow("no");
  page.subscribe("state.a", ({ value }) => told.push(value));
  expect(() => page.set("state.a", 2)).toThrow("no");
  expect(told).toEqual([1, 2, 2]);
});

test("what does not exist, or does not fit, cannot be set", async () => {
  const { page } = await open({ components: [{ id: "n", kind: "number" }], calls: { find: {} } });
  expect(() => page.set("n.nothing", 1)).toThrow("`n.nothing` cannot be set");
  expect(() => page.set("n.is_valid", true)).toThrow("cannot be set");
  expect(() => page.set("n.value.deep", 1)).toThrow("a value is set as a whole");
  expect(() => page.set("calls.find.data", 1)).toThrow("a value is set as a whole");
  expect(() => page.set("n.value", "much")).toThrow('A number is needed here, and this is "much"');
  expect(() => page.get("n.nothing")).toThrow("There is no value");
});

test("the rows of a call reach a table without being copied", async () => {
  const rows = Array.from({ length: 5_000 }, (_, id) => ({ id, name: `row ${id}` }));
  const { page, world } = await open({
    calls: { find: {} },
    components: [{ id: "list", kind: "table", properties: { data: "{{ calls.find.data.rows }}" } }],
  });
  await world.succeed(world.last, { rows });
  expect(valueAt(page, "list.data")).toBe(rows);
});
