import type { BasetenModel } from "../contract/model.ts";
import type { Adapter } from "./adapter.ts";
import { askProvider } from "./provider.ts";
import { answeredJson } from "./provider-text.ts";

/** Baseten's predict endpoint, and whatever else takes a JSON input by POST with `Authorization: Api-Key` and answers the output. */
export const baseten: Adapter<BasetenModel> = (config, around) => ({
  async predict(input, { signal }) {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (config.api_key !== undefined) headers.Authorization = `Api-Key ${await around.secret(config.api_key)}`;
    const body = JSON.stringify(input);
    const { text } = await askProvider({ method: "POST", url: new URL(config.url), headers, body }, around, signal);
    return answeredJson(text, around);
  },
});
