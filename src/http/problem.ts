import { Fault, faults } from "../contract/fault.ts";

/** A fault as `application/problem+json` (RFC 9457). */
export function problem(fault: Fault, request: { url: string; requestId: string }): Response {
  const { status, title } = faults[fault.code];
  const url = new URL(request.url);
  const { errors, usedBy, retryAfterSeconds, allow, run } = fault.details;
  const headers = new Headers({
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": request.requestId,
  });
  const retryAfter = retryAfterSeconds ?? (status === 503 ? 5 : undefined);
  if (retryAfter !== undefined) headers.set("Retry-After", String(retryAfter));
  if (allow) headers.set("Allow", allow.join(", "));
  if (run) headers.set("Worklet-Run-Id", run.id);
  if (run?.outcome) headers.set("Worklet-Outcome", run.outcome);
  if (status === 401) headers.set("WWW-Authenticate", 'Api-Key realm="worklets"');
  const body = {
    type: `${url.origin}/docs/errors#${fault.code}`,
    title,
    status,
    detail: fault.message,
    instance: url.pathname,
    code: fault.code,
    request_id: request.requestId,
    success: false,
    ...(errors && { errors }),
    ...(usedBy && { used_by: usedBy }),
  };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers });
}

/** What went wrong inside and is nobody's request: says nothing of the inside. */
export function unexpected(): Fault {
  return new Fault(
    "platform.unavailable",
    "Something went wrong on our side. Try again; the request id finds it in the log.",
  );
}
