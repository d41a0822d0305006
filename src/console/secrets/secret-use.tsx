import { CodeText } from "../parts/copy.tsx";

/** How a secret is read, for who has just made one. */
export function SecretUse({ name }: { name: string }) {
  return (
    <section aria-labelledby="secret-use" className="mt-6 grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
      <h2 id="secret-use" className="font-semibold sm:col-span-2">
        How they are read
      </h2>
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className="text-muted">In code blocks, as a text:</p>
        <CodeText label="the line of code" text={`const value = await context.secrets.get("${name}");`} />
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <p className="text-muted">In http and slack blocks, and in models of the kind http:</p>
        <CodeText label="the expression" text={`{{ secrets.${name} }}`} />
      </div>
      <p className="text-xs text-muted sm:col-span-2">
        Values of four characters and more that a run has read are shown as *** in its logs, errors and trace.
      </p>
    </section>
  );
}
