import type { QueryClient } from "@tanstack/react-query";
import type { NewView, ViewSummary } from "../../contract/view-catalog.ts";
import { path, request } from "../api/request.ts";
import { forgetSaving } from "../builder/live/savings.ts";
import { viewsQuery } from "./queries.ts";

/** What is done to views as a whole. Everything throws a `Problem`, and shows in every list. */

export async function createView(
  queries: QueryClient,
  application: string,
  body: Pick<NewView, "name" | "id">,
): Promise<ViewSummary> {
  const made = await request<ViewSummary>("POST", path`/applications/${application}/views`, { body });
  await queries.invalidateQueries({ queryKey: viewsQuery(application).queryKey, exact: true });
  return made;
}

export async function renameView(queries: QueryClient, application: string, view: string, name: string): Promise<void> {
  await request("PATCH", path`/applications/${application}/views/${view}`, { body: { name } });
  await queries.invalidateQueries({ queryKey: viewsQuery(application).queryKey, exact: true });
  await queries.invalidateQueries({ queryKey: [...viewsQuery(application).queryKey, view], exact: true });
}

export async function cloneView(queries: QueryClient, application: string, view: string): Promise<ViewSummary> {
  const address = path`/applications/${application}/views/${view}/clone`;
  const made = await request<ViewSummary>("POST", address, { body: {} });
  await queries.invalidateQueries({ queryKey: viewsQuery(application).queryKey, exact: true });
  return made;
}

export async function deleteView(queries: QueryClient, application: string, view: string): Promise<void> {
  await request("DELETE", path`/applications/${application}/views/${view}`);
  forgetSaving(application, view);
  queries.removeQueries({ queryKey: [...viewsQuery(application).queryKey, view] });
  await queries.invalidateQueries({ queryKey: viewsQuery(application).queryKey, exact: true });
}
