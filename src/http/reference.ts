import type { Answer } from "./answers.ts";
import { codeBlock, type Markup, markup, prose } from "./markup.ts";
import { membersOf, rulesOf, typeOf } from "./members.ts";
import type { OpenApi, Operation, Parameter } from "./openapi.ts";
import { resolved, type Schema } from "./schemas.ts";

/**
 * The API reference as HTML: a reading of the OpenAPI document. It is made here and not by a library in the browser, so it
 * needs no script, works under the strict policy without the network, and a search of the page finds everything.
 */

type Listed = {
  method: string;
  path: string;
  operation: Operation;
  elsewhere: { path: string; operation: Operation } | null;
};

/** The body of the page and its part of the navigation. */
export function referenceOf(document: OpenApi): { main: string; navigation: string } {
  const operations = listed(document);
  const sections = document.tags.map(({ name }) => ({
    name,
    id: `tag-${name.toLowerCase()}`,
    operations: operations.filter(({ operation }) => operation.tags[0] === name),
  }));
  const origin = document.servers[0]?.url ?? "";
  const main = markup`<h1>API reference</h1>
<p class="lead">${document.info.description} This page is read from the schemas that validate; <a href="/openapi.json">openapi.json</a> says the same to programs.</p>
${introduction(origin)}
${sections.map(
  ({ name, id, operations }) => markup`<section class="tag"><h2 id="${id}">${name}</h2>
${operations.map((each) => operationOf(each, origin, document))}</section>`,
)}
<section class="tag"><h2 id="schemas">Schemas</h2>
${Object.entries(document.components.schemas).map(([name, schema]) => schemaOf(name, schema))}</section>`;
  const navigation = markup`<ul>${sections.map(
    ({ name, id, operations }) =>
      markup`<li><a href="#${id}">${name}</a><ul>${operations.map(
        ({ method, operation }) =>
          markup`<li><a href="#${operation.operationId}">${badge(method)}<span>${shortened(operation.summary)}</span></a></li>`,
      )}</ul></li>`,
  )}<li><a href="#schemas">Schemas</a></li></ul>`;
  return { main: main.html, navigation: navigation.html };
}

/** Every operation once; the same one under an environment stands with it. */
function listed(document: OpenApi): Listed[] {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const byId = new Map(all.map((each) => [each.operation.operationId, each]));
  return all
    .filter(({ path }) => !path.includes("/{environment}/"))
    .map((each) => ({ ...each, elsewhere: byId.get(`${each.operation.operationId}InEnvironment`) ?? null }));
}

function introduction(origin: string): Markup {
  return markup`<p>Every request carries a key. A key has a role: <code>invoke</code> invokes worklets and reads their runs, <code>operator</code> sees everything, <code>creator</code> edits, <code>admin</code> also manages keys; each may do what the ones before it may.</p>
${codeBlock(`curl ${origin}/me \\\n     -H 'Authorization: Api-Key YOUR_API_KEY'`, "Asking who a key is")}
<p>Bodies are JSON; members and parameters that are not listed are refused. Answers may gain members at any time. What goes wrong is answered as <code>application/problem+json</code> with a <code>code</code>: <a href="/docs/errors">every code</a> says what to do. Lists have <code>limit</code> and <code>cursor</code>: pass <code>next_cursor</code> on until it is null.</p>`;
}

function operationOf({ method, path, operation, elsewhere }: Listed, origin: string, document: OpenApi): Markup {
  const role = operation["x-required-role"];
  const needed =
    role === "anybody"
      ? markup`No key is needed.`
      : markup`Needs a key with the role <code>${role}</code>${role === "admin" ? "" : " or higher"}.`;
  const also = elsewhere
    ? markup` <span id="${elsewhere.operation.operationId}">Also at <code>${wrappable(elsewhere.path)}</code>, where the environment is <code>production</code> or <code>draft</code>; a draft is invoked with the role <code>operator</code> or higher.</span>`
    : null;
  return markup`<details class="operation"><summary><h3>${badge(method)}<code class="path">${wrappable(path)}</code><span class="summary">${operation.summary}</span></h3></summary>
<div class="operation-body" id="${operation.operationId}">
<p>${needed}${also}</p>
${codeBlock(curlOf(method, path, operation, origin), `curl: ${operation.summary}`)}
${parametersOf(operation.parameters)}
${bodyOf(operation, document)}
<h4>Answers</h4>
<dl class="answers">${Object.entries(operation.responses).map(([status, answer]) => answerOf(status, answer, document))}</dl>
</div></details>
`;
}

/** A line that works when it is pasted and its capitals are replaced. */
function curlOf(method: string, path: string, operation: Operation, origin: string): string {
  const address = `${origin}${path.replace(/\{([^}]+)\}/g, (_, name: string) => name.toUpperCase())}`;
  const lines = [`curl${method === "GET" ? "" : ` -X ${method}`} ${address}`];
  if (operation.security.length > 0) lines.push("-H 'Authorization: Api-Key YOUR_API_KEY'");
  if (operation.parameters.some(({ name, required }) => name === "If-Match" && required))
    lines.push("-H 'If-Match: ETAG'");
  for (const [type, { example }] of Object.entries(operation.requestBody?.content ?? {})) {
    if (type === "application/json") lines.push(`-d '${jsonOf(example).replaceAll("'", "'\\''")}'`);
    else lines.push(`-H 'Content-Type: ${type}'`, "--data-binary @FILE");
  }
  return lines.join(" \\\n     ");
}

function jsonOf(value: unknown): string {
  const lines = JSON.stringify(value, null, 2);
  return lines.length > 80 ? lines : lines.replace(/\n\s*/g, " ");
}

function parametersOf(parameters: Parameter[]): Markup | null {
  if (parameters.length === 0) return null;
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      markup`<li><code class="member">${name}</code> <span class="type">${typeOf(schema)} in the ${place}</span>${
        required ? markup` <span class="required">required</span>` : null
      }${rulesOf(schema)}${description ? markup`<p>${prose(description)}</p>` : null}</li>`,
  );
  return markup`<h4>Parameters</h4><ul class="members">${rows}</ul>`;
}

function bodyOf({ requestBody }: Operation, document: OpenApi): Markup | null {
  if (!requestBody) return null;
  const parts = Object.entries(requestBody.content).map(([type, { schema }]) =>
    type === "application/json"
      ? membersOf(resolved(schema, document.components.schemas))
      : markup`<p>The text itself, as <code>${type}</code>.</p>${rulesOf(schema)}`,
  );
  return markup`<h4>Body</h4>${parts}`;
}

const problemType = "application/problem+json";

function answerOf(status: string, answer: Answer, document: OpenApi): Markup {
  const { [problemType]: problem, ...contents } = answer.content ?? {};
  const bodies = Object.entries(contents).map(([type, { schema }]) =>
    type === "application/json"
      ? markup`<p>${typeOf(schema)}</p>${schema.$ref ? null : membersOf(schema)}`
      : markup`<p><code>${type}</code></p>`,
  );
  const codes = problem ? codesOf(problem.schema) : [];
  const ours = Object.keys(answer.headers).filter((name) => !["X-Request-Id", "WWW-Authenticate"].includes(name));
  const told = headersOf(ours, document);
  const meaning = answer.description.split(" Or, as a problem, ")[0] ?? "";
  return markup`<dt><span class="status s${status.slice(0, 1)}">${status}</span></dt><dd>${
    bodies.length > 0 || codes.length === 0 ? markup`<p>${prose(meaning)}</p>` : null
  }${bodies}${codes.length > 0 ? markup`<p class="codes">${codes.map((code) => markup`<a href="/docs/errors#${code}"><code>${code}</code></a> `)}</p>` : null}${told}</dd>`;
}

function headersOf(names: string[], document: OpenApi): Markup | null {
  if (names.length === 0) return null;
  const known: Record<string, { description: string }> = document.components.headers;
  return markup`<ul class="members">${names.map((name) => markup`<li><code class="member">${name}</code> <span class="type">header</span><p>${prose(known[name]?.description ?? "")}</p></li>`)}</ul>`;
}

function codesOf(schema: Schema): string[] {
  const [, told] = schema.allOf as [Schema, { properties: { code: { enum: string[] } } }];
  return told.properties.code.enum;
}

function schemaOf(name: string, schema: Schema): Markup {
  return markup`<details class="operation"><summary><h3><code class="path">${name}</code></h3></summary>
<div class="operation-body" id="schema-${name}">${membersOf(schema) ?? markup`<p>${typeOf(schema)}</p>`}</div></details>
`;
}

function badge(method: string): Markup {
  return markup`<span class="method ${method.toLowerCase()}">${method}</span> `;
}

/** A long path breaks before its slashes. */
function wrappable(path: string): Markup {
  return markup`${path.split(/(?=\/)/).map((part) => markup`${part}<wbr>`)}`;
}

/** What follows a colon or semicolon of a summary is for the reader of the operation. */
function shortened(summary: string): string {
  return summary.split(/[:;(]/)[0]?.trim() ?? summary;
}
