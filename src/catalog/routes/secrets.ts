import { createSecret, deleteSecret, listSecrets, setSecret } from "../../access/secrets.ts";
import { NewSecret, Secret, SecretChange, SecretName } from "../../contract/access.ts";
import { Fault } from "../../contract/fault.ts";
import { ListQuery, listOf } from "../../contract/list.ts";
import { type Call, type Route, route } from "../../http/route.ts";
import { application } from "./shared.ts";

export const secretRoutes: Route[] = [
  route({
    method: "GET",
    path: "/applications/:application/secrets",
    needs: "operator",
    tag: "Secrets",
    summary: "List secrets by name; values are never given out",
    query: ListQuery,
    answers: { 200: listOf(Secret) },
    faults: [],
    serve: async (call) => ({
      status: 200,
      body: await listSecrets(call.env, (await application(call)).uid, call.query),
    }),
  }),
  route({
    method: "POST",
    path: "/applications/:application/secrets",
    needs: "creator",
    tag: "Secrets",
    summary: "Make a secret",
    body: NewSecret,
    answers: { 201: Secret },
    faults: ["secret.exists"],
    serve: async (call) => {
      const row = await application(call);
      const secret = await createSecret(call.env, call.caller, row.uid, call.body, call.now);
      return { status: 201, body: secret, headers: { Location: `/applications/${row.id}/secrets/${secret.name}` } };
    },
  }),
  route({
    method: "PUT",
    path: "/applications/:application/secrets/:name",
    needs: "creator",
    tag: "Secrets",
    summary: "Set a secret's value, made when it is new",
    body: SecretChange,
    answers: { 200: Secret },
    faults: [],
    serve: async (call) => {
      const { uid } = await application(call);
      const secret = { name: secretName(call), value: call.body.value };
      return { status: 200, body: await setSecret(call.env, call.caller, uid, secret, call.now) };
    },
  }),
  route({
    method: "DELETE",
    path: "/applications/:application/secrets/:name",
    needs: "creator",
    tag: "Secrets",
    summary: "Delete a secret",
    answers: { 204: null },
    faults: ["secret.not_found"],
    serve: async (call) => {
      await deleteSecret(call.env, (await application(call)).uid, call.param("name"));
      return { status: 204 };
    },
  }),
];

function secretName(call: Pick<Call, "param">): string {
  const result = SecretName.safeParse(call.param("name"));
  if (result.success) return result.data;
  const message = result.error.issues[0]?.message ?? "This is no name of a secret.";
  throw new Fault("request.invalid", message, { errors: [{ path: "/name", message }] });
}
