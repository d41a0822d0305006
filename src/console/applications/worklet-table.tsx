import { Clock } from "lucide-react";
import { Link } from "wouter";
import type { Worklet } from "../../contract/catalog.ts";
import { Card } from "../parts/page.tsx";
import { Time } from "../parts/time.tsx";

/** The worklets of an application with what is known of each. */
export function WorkletTable({ application, worklets }: { application: string; worklets: readonly Worklet[] }) {
  return (
    <section aria-labelledby="worklets">
      <h2 id="worklets" className="mb-2 font-semibold">
        Worklets
      </h2>
      <Card className="relative overflow-x-auto">
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                Name
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                Live
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                Next run
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                Changed
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium whitespace-nowrap">
                <span className="sr-only">Run it</span>
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-border">
            {worklets.map((worklet) => (
              <Row key={worklet.id} application={application} worklet={worklet} />
            ))}
          </tbody>
        </table>
      </Card>
    </section>
  );
}

function Row({ application, worklet }: { application: string; worklet: Worklet }) {
  const address = `/applications/${application}/worklets/${worklet.id}`;
  return (
    <tr className="hover:bg-surface-2">
      <td className="max-w-80 px-3 py-1.5">
        <Link href={address} className="block truncate font-medium hover:underline" title={worklet.name}>
          {worklet.name}
        </Link>
        <span className="block truncate font-mono text-xs text-muted">{worklet.id}</span>
      </td>
      <td className="px-3 py-1.5 whitespace-nowrap">
        Version {worklet.live_version}
        {worklet.unpublished && (
          <span className="ml-2 rounded-full bg-warning-soft px-1.5 py-0.5 text-2xs font-medium text-warning">
            Unpublished changes
          </span>
        )}
      </td>
      <td className="px-3 py-1.5 whitespace-nowrap">
        {worklet.next_tick_at ? (
          <span className="inline-flex items-center gap-1.5">
            <Clock size={13} aria-hidden className="text-muted" /> <Time at={worklet.next_tick_at} />
          </span>
        ) : (
          <span className="text-muted">–</span>
        )}
      </td>
      <td className="px-3 py-1.5 whitespace-nowrap text-muted">
        <Time at={worklet.updated_at} />
      </td>
      <td className="px-3 py-1.5 text-right">
        <Link
          href={`${address}/call`}
          aria-label={`Run ${worklet.name}`}
          className="font-medium text-accent hover:underline"
        >
          Run
        </Link>
      </td>
    </tr>
  );
}
