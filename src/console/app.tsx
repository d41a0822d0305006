import { type ComponentType, lazy, Suspense } from "react";
import { Route, Switch } from "wouter";
import { Loading } from "./parts/states.tsx";
import { ApplicationShell } from "./shell/application-shell.tsx";
import { Boundary } from "./shell/boundary.tsx";
import { HomeShell } from "./shell/home-shell.tsx";
import { NowherePage } from "./shell/nowhere-page.tsx";

/** Which address shows which page. A page's program is fetched when it is first opened. */

type PageProps = { params: Record<string, string | undefined> };

const ApplicationsPage = lazy(async () => ({
  default: (await import("./pages/applications-page.tsx")).ApplicationsPage,
}));
const KeysPage = lazy(async () => ({ default: (await import("./pages/keys-page.tsx")).KeysPage }));
const OverviewPage = lazy(async () => ({ default: (await import("./pages/overview-page.tsx")).OverviewPage }));
const ApplicationSettingsPage = lazy(async () => ({
  default: (await import("./pages/application-settings-page.tsx")).ApplicationSettingsPage,
}));
const RunsPage = lazy(async () => ({ default: (await import("./pages/runs-page.tsx")).RunsPage }));
const RunPage = lazy(async () => ({ default: (await import("./pages/run-page.tsx")).RunPage }));
const SchedulesPage = lazy(async () => ({ default: (await import("./pages/schedules-page.tsx")).SchedulesPage }));
const SecretsPage = lazy(async () => ({ default: (await import("./pages/secrets-page.tsx")).SecretsPage }));
const ModelsPage = lazy(async () => ({ default: (await import("./pages/models-page.tsx")).ModelsPage }));
const EditorPage = lazy(async () => ({ default: (await import("./pages/editor-page.tsx")).EditorPage }));
const CallPage = lazy(async () => ({ default: (await import("./pages/call-page.tsx")).CallPage }));
const ViewsPage = lazy(async () => ({ default: (await import("./pages/views-page.tsx")).ViewsPage }));
const ViewPage = lazy(async () => ({ default: (await import("./pages/view-page.tsx")).ViewPage }));

type ApplicationPageProps = { application: string };
type WorkletPageProps = ApplicationPageProps & { worklet: string };

/** Pages of an application, by what follows `/applications/A`. */
const applicationPages: [string, ComponentType<ApplicationPageProps>][] = [
  ["", OverviewPage],
  ["/settings", ApplicationSettingsPage],
  ["/runs", RunsPage],
  ["/schedules", SchedulesPage],
  ["/secrets", SecretsPage],
  ["/models", ModelsPage],
  ["/views", ViewsPage],
];

const workletPages: [string, ComponentType<WorkletPageProps>][] = [
  ["", EditorPage],
  ["/call", CallPage],
];

export function App() {
  return (
    <Switch>
      <Route path="/">{() => inHome(<ApplicationsPage />)}</Route>
      <Route path="/sign-in">{() => inHome(<ApplicationsPage />)}</Route>
      <Route path="/keys">{() => inHome(<KeysPage />)}</Route>
      <Route path="/applications/:application/*?">
        {({ application }) => (
          <ApplicationShell application={application}>{applicationPagesOf(application)}</ApplicationShell>
        )}
      </Route>
      <Route>{() => inHome(<NowherePage />)}</Route>
    </Switch>
  );
}

function applicationPagesOf(application: string) {
  const base = "/applications/:application";
  return (
    <Opened>
      <Switch>
        {applicationPages.map(([path, Shown]) => (
          <Route key={path} path={base + path}>
            {() => <Shown key={application} application={application} />}
          </Route>
        ))}
        {workletPages.map(([path, Shown]) => (
          <Route key={`worklet${path}`} path={`${base}/worklets/:worklet${path}`}>
            {({ worklet }: PageProps["params"]) => (
              <Shown key={`${application}/${worklet}`} application={application} worklet={worklet ?? ""} />
            )}
          </Route>
        ))}
        <Route path={`${base}/worklets/:worklet/runs/:run`}>
          {({ worklet, run }: PageProps["params"]) => (
            <RunPage key={run} application={application} worklet={worklet ?? ""} run={run ?? ""} />
          )}
        </Route>
        <Route path={`${base}/views/:view`}>
          {({ view }: PageProps["params"]) => (
            <ViewPage key={`${application}/${view}`} application={application} view={view ?? ""} />
          )}
        </Route>
        <Route>
          <NowherePage />
        </Route>
      </Switch>
    </Opened>
  );
}

function inHome(page: React.ReactElement) {
  return (
    <HomeShell>
      <Opened>{page}</Opened>
    </HomeShell>
  );
}

/** A page that is on its way, or that failed by a mistake of ours. */
function Opened({ children }: { children: React.ReactNode }) {
  return (
    <Boundary>
      <Suspense fallback={<Loading rows={6} label="Loading the page" />}>{children}</Suspense>
    </Boundary>
  );
}
