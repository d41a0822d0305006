import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { settingsOf } from "../../src/platform/settings.ts";
import { makeViewToken, readViewToken, renewalMs, tokenMs, type ViewToken } from "../../src/views/token.ts";
import { call, newKey } from "../support/api.ts";
import { ask as askWith, countedDatabase } from "../support/unready.ts";
import { documentOf, make, newCaller, newId, newPublished, open, read, republish } from "./visits.ts";

const echo = "export const main = (input: unknown) => input;";
const settings = settingsOf(env as Env);
const key = (fill: number) => new Uint8Array(32).fill(fill);
const token: ViewToken = { view: "0123456789ab", version: 3, endsAt: 1_800_000_000_000, visitor: "key_0123456789" };

let view: Awaited<ReturnType<typeof newCaller>>;
beforeAll(async () => {
  view = await newCaller(echo);
});
const saying = (text: string): ViewToken => {
  const said = readViewToken(settings, text);
  if (!said) throw new Error("No token of ours.");
  return said;
};
/** The same token as it is after its end. */
const overFor = (text: string, ms: number) => makeViewToken(settings, { ...saying(text), endsAt: Date.now() - ms });
const refused = { status: 401, body: { code: "view.token_invalid" } };

describe("the text of a token", () => {
  it("says what it was made of, and nothing once a character of it is changed", () => {
    const text = makeViewToken({ masterKey: key(1) }, token);
    const keys = { masterKey: key(1), previousMasterKey: null };
    expect(readViewToken(keys, text)).toEqual(token);
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom(..."0az_.A-"), (at, other) => {
        fc.pre(text[at] !== other);
        expect(readViewToken(keys, text.slice(0, at) + other + text.slice(at + 1))).toBeNull();
      }),
    );
  });

  it("holds while the master key is being replaced, and not under another one", () => {
    const text = makeViewToken({ masterKey: key(1) }, token);
    expect(readViewToken({ masterKey: key(2), previousMasterKey: key(1) }, text)).toEqual(token);
    expect(readViewToken({ masterKey: key(2), previousMasterKey: null }, text)).toBeNull();
  });

  it("is nothing for any other text", () => {
    fc.assert(fc.property(fc.string(), (text) => readViewToken(settings, text) === null));
  });
});

describe("a call is refused", () => {
  it("with a token that is forged, of another view, or over", async () => {
    const page = await open(view);
    expect((await make(page)).status).toBe(200);
    const said = saying(page.token);
    const forged = makeViewToken({ masterKey: key(9) }, said);
    expect(await make({ ...page, token: forged })).toMatchObject(refused);
    expect(await make({ ...page, token: "nothing" })).toMatchObject(refused);
    const other = await open(await newCaller(echo));
    expect(await make({ ...page, token: other.token })).toMatchObject(refused);
    const over = { ...page, token: overFor(page.token, 1) };
    expect(await make(over)).toMatchObject(refused);
    expect(await read(over, newId())).toMatchObject(refused);
  });

  it("before the database is asked, when no token of ours comes with it", async () => {
    const { DB, count } = countedDatabase();
    for (const text of ["", "View", "View x", `View ${makeViewToken({ masterKey: key(9) }, token)}`]) {
      const headers = { Authorization: text };
      const sent = { method: "POST", headers, body: JSON.stringify({ call_id: newId() }) };
      expect(await askWith({ DB }, `/v/nowhere/${newId()}/calls/find`, sent)).toMatchObject(refused);
    }
    expect(count()).toBe(0);
  });

  it("with the token of a version that is not live any more, whose runs can still be read", async () => {
    const changing = await newCaller(echo);
    const page = await open(changing);
    const id = newId();
    await make(page, { id, values: { q: 1 } });
    const find = { worklet: changing.slug, values: { q: {} } };
    await republish(changing, documentOf({ find, another: find }));
    expect(await make(page)).toMatchObject({ status: 409, body: { code: "view.changed" } });
    expect((await read(page, id)).body).toMatchObject({ status: "SUCCEEDED", output: { q: 1 } });
    const renewed = await open(changing, page.token);
    expect((await make(renewed, { call: "another" })).status).toBe(200);
    expect((await read(renewed, id)).body).toMatchObject({ status: "SUCCEEDED", output: { q: 1 } });
  });

  it("with the token of a private view in another one of the same visitor", async () => {
    const document = documentOf({ find: { worklet: view.slug } }, { access: "private" });
    const [one, two] = [await newPublished(view.application, document), await newPublished(view.application, document)];
    const operator = await newKey("operator");
    const { body } = await call("GET", one.address, { key: operator });
    const headers = { Authorization: `View ${body.token}, Api-Key ${operator}` };
    const sent = { key: null, headers, body: { call_id: newId() } };
    expect(await call("POST", `${two.address}/calls/find`, sent)).toMatchObject(refused);
    expect((await call("POST", `${one.address}/calls/find`, { ...sent })).status).toBe(200);
  });
});

describe("the visitor", () => {
  it("stays when the page is asked for with its old token, also after that has ended", async () => {
    const page = await open(view);
    const { visitor } = saying(page.token);
    expect(saying((await open(view)).token).visitor).not.toBe(visitor);
    const id = newId();
    await make(page, { id });
    const renewed = await open(view, overFor(page.token, renewalMs - 10_000));
    expect(saying(renewed.token).visitor).toBe(visitor);
    const left = saying(renewed.token).endsAt - Date.now();
    expect(left).toBeGreaterThan(tokenMs - 10_000);
    expect(left).toBeLessThanOrEqual(tokenMs);
    expect((await read(renewed, id)).body.status).toBe("SUCCEEDED");
  });

  it("is another one a day after the token has ended, or when the token is not of this view", async () => {
    const page = await open(view);
    const { visitor } = saying(page.token);
    const other = await newCaller(echo);
    expect(saying((await open(other, page.token)).token).visitor).not.toBe(visitor);
    expect(saying((await open(view, `${page.token}x`)).token).visitor).not.toBe(visitor);
    expect(saying((await open(view, overFor(page.token, renewalMs + 1))).token).visitor).not.toBe(visitor);
  });

  it("of a private view is who is signed in, whatever token they bring", async () => {
    const hidden = await newPublished(view.application, { access: "private" });
    const operator = await newKey("operator");
    const ofKey = async (authorization: string) =>
      saying((await call("GET", hidden.address, { key: null, headers: { Authorization: authorization } })).body.token);
    expect((await ofKey(`Api-Key ${operator}`)).visitor).toBe(`key_${operator.split("_")[1]}`);
    const root = (await call("GET", hidden.address)).body.token;
    expect((await ofKey(`View ${root}, Bearer ${operator}`)).visitor).toBe(`key_${operator.split("_")[1]}`);
    expect(saying(root).visitor).toBe("root");
  });
});
