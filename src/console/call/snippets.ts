import type { Environment } from "../../contract/run.ts";

/** Programs that call a worklet, to copy. They send exactly the input that they were made with. */

/** Where a worklet is. */
export type PlaceOf = { origin: string; application: string; worklet: string; environment: Environment };

export type CallOf = PlaceOf & {
  input: unknown;
  /** Of a draft: up to this block. */
  until?: string;
  isAsync?: boolean;
};

export type SnippetLanguage = "curl" | "javascript" | "python";

export const snippetMakers: Record<SnippetLanguage, { name: string; make(call: CallOf): string }> = {
  curl: { name: "curl", make: (call) => (call.isAsync ? curlAsync(call) : curlOf(call)) },
  javascript: { name: "JavaScript", make: (call) => (call.isAsync ? javascriptAsync(call) : javascriptSync(call)) },
  python: { name: "Python", make: (call) => (call.isAsync ? pythonAsync(call) : pythonSync(call)) },
};

/** Where the worklet answers. */
export function placeOf({ origin, application, worklet, environment }: PlaceOf): string {
  const draft = environment === "draft" ? "/draft" : "";
  return `${origin}/applications/${application}${draft}/worklets/${worklet}`;
}

/** One call, as the documentation writes it. */
export function curlOf(call: CallOf): string {
  return `curl -X POST ${quotedForShell(`${placeOf(call)}/invoke`)} \\
     -H 'Authorization: Api-Key YOUR_API_KEY' \\
     -d ${quotedForShell(JSON.stringify(bodyOf(call)))}`;
}

function curlAsync(call: CallOf): string {
  return `${curlOf(call)}

# The answer names the run: put its worklet_run_id in the place of RUN_ID.
curl ${quotedForShell(`${placeOf(call)}/RUN_ID?wait=60`)} \\
     -H 'Authorization: Api-Key YOUR_API_KEY'`;
}

function javascriptSync(call: CallOf): string {
  return `const response = await fetch(${JSON.stringify(`${placeOf(call)}/invoke`)}, {
  method: "POST",
  headers: { Authorization: "Api-Key YOUR_API_KEY", "Content-Type": "application/json" },
  body: JSON.stringify(${indented(javascriptValue(bodyOf(call)), 2)}),
});
const answer = await response.json();
if (!answer.success) throw new Error(answer.error_log || answer.detail);
console.log(answer.worklet_output);`;
}

function javascriptAsync(call: CallOf): string {
  return `const worklet = ${JSON.stringify(placeOf(call))};
const headers = { Authorization: "Api-Key YOUR_API_KEY", "Content-Type": "application/json" };
const response = await fetch(\`\${worklet}/invoke\`, {
  method: "POST",
  headers,
  body: JSON.stringify(${indented(javascriptValue(bodyOf(call)), 2)}),
});
const receipt = await response.json();
if (!receipt.success) throw new Error(receipt.detail);
let run;
do {
  const poll = await fetch(\`\${worklet}/\${receipt.worklet_run_id}?wait=60\`, { headers });
  run = await poll.json();
} while (run.status === "QUEUED" || run.status === "RUNNING");
if (run.status !== "SUCCEEDED") throw new Error(run.error_log || run.message || run.detail);
console.log(run.worklet_output);`;
}

function pythonSync(call: CallOf): string {
  return `import requests

response = requests.post(
    ${JSON.stringify(`${placeOf(call)}/invoke`)},
    headers={"Authorization": "Api-Key YOUR_API_KEY"},
    json=${indented(pythonValue(bodyOf(call)), 4)},
)
answer = response.json()
if not answer["success"]:
    raise RuntimeError(answer.get("error_log") or answer.get("detail"))
print(answer["worklet_output"])`;
}

function pythonAsync(call: CallOf): string {
  return `import requests

worklet = ${JSON.stringify(placeOf(call))}
headers = {"Authorization": "Api-Key YOUR_API_KEY"}
receipt = requests.post(
    f"{worklet}/invoke",
    headers=headers,
    json=${indented(pythonValue(bodyOf(call)), 4)},
).json()
if not receipt["success"]:
    raise RuntimeError(receipt["detail"])
while True:
    run = requests.get(f"{worklet}/{receipt['worklet_run_id']}?wait=60", headers=headers).json()
    if run["status"] not in ("QUEUED", "RUNNING"):
        break
if run["status"] != "SUCCEEDED":
    raise RuntimeError(run.get("error_log") or run.get("message") or run.get("detail"))
print(run["worklet_output"])`;
}

function bodyOf({ input, until, isAsync = false }: CallOf) {
  return { worklet_input: input ?? null, ...(isAsync && { async: true }), ...(until !== undefined && { until }) };
}

/** A word that a POSIX shell takes as it is: inside single quotes nothing means anything but their end. */
export function quotedForShell(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** JSON is JavaScript, but for one name that an object's literal takes as its prototype. */
export function javascriptValue(value: unknown): string {
  const text = jsonText(value);
  return text.includes('"__proto__"') ? `JSON.parse(${JSON.stringify(JSON.stringify(value))})` : text;
}

/** The escapes in texts of JSON mean the same in Python; three words and nothing else are different. */
export function pythonValue(value: unknown): string {
  const words: Record<string, string> = { true: "True", false: "False", null: "None" };
  return jsonText(value, 4).replaceAll(/"(?:[^"\\]|\\.)*"|\b(?:true|false|null)\b/g, (part) => words[part] ?? part);
}

/** On one line where it fits. */
function jsonText(value: unknown, spaces = 2): string {
  const line = JSON.stringify(value);
  return line.length <= 60 ? line : JSON.stringify(value, null, spaces);
}

/** All lines but the first are moved in; texts of JSON have no line breaks of their own. */
function indented(text: string, spaces: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(spaces)}`);
}
