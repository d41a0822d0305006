import { LogIn } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Me } from "../../contract/access.ts";
import { Problem, problemFrom } from "../api/problem.ts";
import { request } from "../api/request.ts";
import { Button } from "../parts/button.tsx";
import { Field, TextInput } from "../parts/field.tsx";

/** Signs in with a key. */
export function SignInForm({ signedIn }: { signedIn(): Promise<void> }) {
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await request<Me>("POST", "/session", { body: { key: key.trim() } });
      await checkCookie();
      await signedIn();
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field
        label="Key"
        error={problem?.message}
        hint="An API key (wk_…) or the root key. It is sent once and not kept."
      >
        {(field) => (
          <TextInput
            {...field}
            type="password"
            name="key"
            autoComplete="current-password"
            required
            autoFocus
            value={key}
            onChange={(event) => setKey(event.target.value)}
            className="font-mono"
          />
        )}
      </Field>
      <Button type="submit" weight="primary" busy={isBusy} icon={<LogIn size={14} aria-hidden />}>
        Sign in
      </Button>
    </form>
  );
}

/** Some browsers drop secure cookies of `http://localhost` without a word: then every request would ask to sign in again. */
export async function checkCookie(): Promise<void> {
  try {
    await request<Me>("GET", "/me");
  } catch (error) {
    if (problemFrom(error).status !== 401) throw error;
    throw new Problem({
      status: 401,
      code: "session.not_kept",
      title: "The browser did not keep the session",
      detail:
        "Signing in worked, but this browser does not keep secure cookies for this address. Open the console over https, or on localhost with Chrome, Edge or Firefox.",
    });
  }
}
