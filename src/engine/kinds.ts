import type { Block } from "../contract/block.ts";
import { code } from "./blocks/code.ts";
import { decision } from "./blocks/decision.ts";
import { http } from "./blocks/http.ts";
import { model } from "./blocks/model.ts";
import { slack } from "./blocks/slack.ts";
import { worklet } from "./blocks/worklet.ts";
import type { BlockKind } from "./kind.ts";

/** Every kind of block. A new kind is its schema in the contract, a file in `blocks/` and a line here. */
export const kinds: Record<Block["kind"], BlockKind> = { code, model, decision, worklet, http, slack };
