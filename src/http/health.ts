import * as z from "zod";
import { lastPulse, silentMs } from "../platform/pulse.ts";
import { settingsOf } from "../platform/settings.ts";
import { type Route, route } from "./route.ts";

const Health = z
  .object({
    status: z.literal("ok"),
    schedules: z.object({
      running: z.boolean(),
      last_tick_at: z.iso.datetime().nullable(),
      detail: z.string(),
    }),
  })
  .meta({ id: "Health" });

/** Whether the platform can answer: settings and tables are there, and whether its clock ticks. */
export const healthRoute: Route = route({
  method: "GET",
  path: "/health",
  needs: "anybody",
  tag: "Platform",
  summary: "Whether the platform is set up and its minute trigger comes",
  answers: { 200: Health },
  faults: ["platform.not_ready", "platform.unavailable"],
  serve: async ({ env, now }) => {
    settingsOf(env);
    const at = await lastPulse(env);
    const running = at !== null && now - at < silentMs;
    const detail = running
      ? "The minute trigger comes."
      : "The minute trigger does not come: no schedules and no sweeper. Locally `npm start` calls it; plain `wrangler dev` never does.";
    const health: z.infer<typeof Health> = {
      status: "ok",
      schedules: { running, last_tick_at: at === null ? null : new Date(at).toISOString(), detail },
    };
    return { status: 200, body: health };
  },
});
