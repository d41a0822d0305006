import { useQuery } from "@tanstack/react-query";
import { BuilderHeader } from "../builder/builder-header.tsx";
import { BuilderLayout } from "../builder/builder-layout.tsx";
import { BuilderProvider } from "../builder/builder-provider.tsx";
import { PublishActions } from "../builder/publish/publish-actions.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { openedDraftQuery } from "../views/queries.ts";

/** A view, edited. */
export function ViewPage({ application, view }: { application: string; view: string }) {
  const { data, error, refetch } = useQuery(openedDraftQuery(application, view));
  if (data === undefined)
    return error ? (
      <Failed error={error} retry={() => void refetch()} />
    ) : (
      <Loading rows={6} label="Loading the view" />
    );
  return (
    <BuilderProvider application={application} view={view} opened={data}>
      <BuilderLayout header={<BuilderHeader actions={<PublishActions />} />} />
    </BuilderProvider>
  );
}
