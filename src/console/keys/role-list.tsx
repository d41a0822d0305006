import { roles, roleWords } from "./key-words.ts";

/** What each role may do, in one line. */
export function RoleList() {
  return (
    <section aria-labelledby="roles" className="mt-6 text-sm">
      <h2 id="roles" className="mb-2 font-semibold">
        What a role may do
      </h2>
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[5rem_1fr]">
        {roles.map((role) => (
          <div key={role} className="contents">
            <dt className="font-medium">{roleWords[role].word}</dt>
            <dd className="text-muted max-sm:mb-1">{roleWords[role].may}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
