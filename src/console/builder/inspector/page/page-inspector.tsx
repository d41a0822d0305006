import { useBuilder } from "../../builder-context.ts";
import { CallsSection } from "../../calls/calls-section.tsx";
import { EventActions } from "../actions/events-section.tsx";
import { Section } from "../section.tsx";
import { AccessSection } from "./access-section.tsx";
import { QuerySection, StateSection } from "./names-section.tsx";

/** The settings of the page itself: its calls, its values, what happens when it is loaded, who may open it. */
export function PageInspector({
  openCall,
  setOpenCall,
}: {
  openCall: string | null;
  setOpenCall(name: string | null): void;
}) {
  const { draft, wrongs } = useBuilder();
  const whole = wrongs.filter(({ path }) => path === "");
  return (
    <>
      <header className="border-b border-border px-3 py-2.5">
        <h2 className="text-sm font-semibold">Page</h2>
        <p className="text-xs text-muted">Choose a component to see its properties.</p>
        {whole.map(({ message }) => (
          <p key={message} role="alert" className="mt-1 text-xs break-words text-danger">
            {message}
          </p>
        ))}
      </header>
      <CallsSection open={openCall} setOpen={setOpenCall} />
      <StateSection />
      <QuerySection />
      <Section title="When the page is loaded" name="Load" count={draft.events.load?.length ?? 0}>
        <EventActions
          component={null}
          event="load"
          pointer="/events/load"
          tells="Once, after the calls that run by themselves were started."
        />
      </Section>
      <AccessSection />
    </>
  );
}
