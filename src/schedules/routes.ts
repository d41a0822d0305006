import { applicationRow, workletRow } from "../catalog/rows.ts";
import { ListQuery, listOf } from "../contract/list.ts";
import { Receipt } from "../contract/run.ts";
import {
  ListedSchedule,
  NewSchedule,
  PreviewedSchedule,
  Schedule,
  SchedulePatch,
  SchedulePreview,
  Tick,
} from "../contract/schedule.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { changeSchedule, deleteSchedule } from "./change.ts";
import type { Place } from "./rows.ts";
import {
  createSchedule,
  listAllSchedules,
  listSchedules,
  listTicks,
  previewSchedule,
  readSchedule,
  runSchedule,
} from "./schedules.ts";

const all = "/applications/:application/worklets/:worklet/schedules";
const one = `${all}/:schedule`;

async function placeOf({ env, param }: Pick<Call, "env" | "param">): Promise<Place> {
  const application = await applicationRow(env, param("application"));
  return { application, worklet: await workletRow(env, application, param("worklet")) };
}

/** Schedules of a worklet, their ledgers, and running one by hand. */
export const scheduleRoutes: Route[] = [
  route({
    method: "GET",
    path: all,
    needs: "operator",
    tag: "Schedules",
    summary: "List the schedules of a worklet",
    query: ListQuery,
    answers: { 200: listOf(Schedule) },
    faults: ["worklet.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await listSchedules(call.env, await placeOf(call), call.query, call.now),
    }),
  }),
  route({
    method: "POST",
    path: all,
    needs: "creator",
    tag: "Schedules",
    summary: "Create a schedule; its first tick is the first one after now",
    body: NewSchedule,
    answers: { 201: Schedule },
    faults: [
      "worklet.not_found",
      "worklet.input_invalid",
      "file.invalid",
      "schedule.exists",
      "schedule.too_many",
      "version.not_found",
    ],
    serve: async (call) => {
      const place = await placeOf(call);
      const made = await createSchedule(call.env, place, call.body, call);
      const address = `/applications/${place.application.id}/worklets/${place.worklet.id}/schedules/${made.id}`;
      return { status: 201, body: made, headers: { Location: address } };
    },
  }),
  route({
    method: "GET",
    path: one,
    needs: "operator",
    tag: "Schedules",
    summary: "Read a schedule: its sentence, its next ticks, and what became of the last one",
    answers: { 200: Schedule },
    faults: ["worklet.not_found", "schedule.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await readSchedule(call.env, await placeOf(call), call.param("schedule"), call.now),
    }),
  }),
  route({
    method: "PATCH",
    path: one,
    needs: "creator",
    tag: "Schedules",
    summary: "Change a schedule; what was due before follows the old rule",
    body: SchedulePatch,
    answers: { 200: Schedule },
    faults: ["worklet.not_found", "schedule.not_found", "worklet.input_invalid", "file.invalid", "version.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await changeSchedule(call.env, await placeOf(call), call.param("schedule"), call.body, call),
    }),
  }),
  route({
    method: "DELETE",
    path: one,
    needs: "creator",
    tag: "Schedules",
    summary: "Delete a schedule; its runs go on",
    answers: { 204: null },
    faults: ["worklet.not_found", "schedule.not_found"],
    serve: async (call) => {
      await deleteSchedule(call.env, await placeOf(call), call.param("schedule"), call);
      return { status: 204 };
    },
  }),
  route({
    method: "GET",
    path: `${one}/ticks`,
    needs: "operator",
    tag: "Schedules",
    summary: "List what became of each due tick, newest first",
    query: ListQuery,
    answers: { 200: listOf(Tick) },
    faults: ["worklet.not_found", "schedule.not_found"],
    serve: async (call) => ({
      status: 200,
      body: await listTicks(call.env, await placeOf(call), call.param("schedule"), call.query),
    }),
  }),
  route({
    method: "POST",
    path: `${one}/run`,
    needs: "operator",
    tag: "Schedules",
    summary: "Run a schedule now, in the background, with its input; no tick is changed by it",
    answers: { 202: Receipt },
    faults: ["worklet.not_found", "schedule.not_found", "worklet.input_invalid", "file.invalid", "version.not_found"],
    serve: async (call) => runSchedule(call.env, await placeOf(call), call.param("schedule"), call),
  }),
  route({
    method: "GET",
    path: "/applications/:application/schedules",
    needs: "operator",
    tag: "Schedules",
    operation: "listApplicationSchedules",
    summary: "List the schedules of all worklets, in the order of the worklets",
    query: ListQuery,
    answers: { 200: listOf(ListedSchedule) },
    faults: [],
    serve: async (call) => ({
      status: 200,
      body: await listAllSchedules(
        call.env,
        await applicationRow(call.env, call.param("application")),
        call.query,
        call.now,
      ),
    }),
  }),
  route({
    method: "POST",
    path: "/applications/:application/schedules/preview",
    needs: "operator",
    tag: "Schedules",
    summary: "Say in words what a schedule would do, and when, without saving it",
    body: PreviewedSchedule,
    answers: { 200: SchedulePreview },
    faults: [],
    serve: async (call) => {
      await applicationRow(call.env, call.param("application"));
      return { status: 200, body: previewSchedule(call.body, call.now) };
    },
  }),
];
