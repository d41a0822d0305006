import { Application, ApplicationPatch, NewApplication } from "../../contract/catalog.ts";
import { ListQuery, listOf } from "../../contract/list.ts";
import { type Route, route } from "../../http/route.ts";
import type { Above } from "../above.ts";
import {
  changeApplication,
  createApplication,
  deleteApplication,
  listApplications,
  readApplication,
} from "../applications.ts";
import { Force } from "./shared.ts";

export const applicationRoutes = (above: Above): Route[] => [
  route({
    method: "GET",
    path: "/applications",
    needs: "operator",
    tag: "Applications",
    summary: "List applications",
    query: ListQuery,
    answers: { 200: listOf(Application) },
    faults: [],
    serve: async ({ env, caller, query }) => ({ status: 200, body: await listApplications(env, caller, query) }),
  }),
  route({
    method: "POST",
    path: "/applications",
    needs: "creator",
    tag: "Applications",
    summary: "Create an application",
    body: NewApplication,
    answers: { 201: Application },
    faults: ["application.exists"],
    serve: async ({ env, caller, body, now }) => {
      const made = await createApplication(env, caller, body, now);
      return { status: 201, body: made, headers: { Location: `/applications/${made.id}` } };
    },
  }),
  route({
    method: "GET",
    path: "/applications/:application",
    page: "/console/applications/:application",
    needs: "operator",
    tag: "Applications",
    summary: "Read an application",
    answers: { 200: Application },
    faults: [],
    serve: async ({ env, param }) => ({ status: 200, body: await readApplication(env, param("application")) }),
  }),
  route({
    method: "PATCH",
    path: "/applications/:application",
    needs: "creator",
    tag: "Applications",
    summary: "Change an application's name, allowed origins or on_failure",
    body: ApplicationPatch,
    answers: { 200: Application },
    faults: [],
    serve: async ({ env, param, body }) => ({
      status: 200,
      body: await changeApplication(env, param("application"), body),
    }),
  }),
  route({
    method: "DELETE",
    path: "/applications/:application",
    needs: "creator",
    tag: "Applications",
    summary: "Delete an application with everything in it",
    query: Force,
    answers: { 204: null },
    faults: ["application.in_use"],
    serve: async ({ env, param, query }) => {
      await deleteApplication(env, param("application"), query.force, above);
      return { status: 204 };
    },
  }),
];
