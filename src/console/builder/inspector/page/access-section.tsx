import { Plus, X } from "lucide-react";
import { useState } from "react";
import { pointerOf } from "../../../../contract/fault.ts";
import { viewLimits } from "../../../../contract/view-limits.ts";
import { aboutMember } from "../../../graph/wrongs.ts";
import { Button, IconButton } from "../../../parts/button.tsx";
import { Field, TextInput } from "../../../parts/field.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { useBuilder } from "../../builder-context.ts";
import { Section } from "../section.tsx";

/** Who may open the page, and which pages may show it in a frame. */
export function AccessSection() {
  const { draft, change, mayEdit } = useBuilder();
  const worklets = [...new Set(Object.values(draft.calls).map(({ worklet }) => worklet))];
  return (
    <Section title="Access">
      <div data-place="access" className="flex flex-col gap-1.5">
        <Segments
          label="Who may open the page"
          value={draft.access}
          words={{ private: "Signed in", link: "Anyone with the link" }}
          disabled={!mayEdit}
          onChange={(access) => change({ label: "Change access" }, (before) => ({ ...before, access }))}
        />
        {draft.access === "private" ? (
          <p className="text-xs text-muted">
            Only who is signed in to this console can open the page and run its calls.
          </p>
        ) : (
          <p className="rounded-md bg-warning-soft px-2 py-1.5 text-xs text-warning">
            Once it is published, everybody who has the link can open the page without signing in, and run{" "}
            {worklets.length === 0 ? "its calls" : worklets.join(", ")} with any values that the calls declare.
          </p>
        )}
      </div>
      <Frames />
    </Section>
  );
}

function originRefusal(text: string, known: readonly string[]): string | null {
  const url = URL.parse(text);
  if (url === null || url.origin !== text || !url.protocol.startsWith("http"))
    return "An origin reads like https://intranet.example.com, without a path.";
  return known.includes(text) ? "It is there already." : null;
}

function Frames() {
  const { draft, change, wrongs, mayEdit } = useBuilder();
  const [text, setText] = useState("");
  const [isTold, setTold] = useState(false);
  const origins = draft.frame_ancestors;
  const refusal = originRefusal(text.trim(), origins);
  const set = (label: string, next: string[]) => change({ label }, (before) => ({ ...before, frame_ancestors: next }));
  const add = () => {
    setTold(true);
    if (refusal !== null) return;
    set(`Allow frames on ${text.trim()}`, [...origins, text.trim()]);
    setText("");
    setTold(false);
  };
  return (
    <div data-place="frame_ancestors" className="flex min-w-0 flex-col gap-1.5">
      {origins.length > 0 && (
        <ul aria-label="Websites that may show the page in a frame" className="flex flex-col gap-1">
          {origins.map((origin, at) => (
            <li key={origin} className="flex min-w-0 items-center gap-1">
              <span className="min-w-0 flex-1">
                <code className="block truncate font-mono text-xs">{origin}</code>
                <FrameWrong message={aboutMember(wrongs, pointerOf(["frame_ancestors", at]))} />
              </span>
              {mayEdit && (
                <IconButton
                  label={`Remove ${origin}`}
                  icon={<X size={14} />}
                  onClick={() =>
                    set(
                      `Refuse frames on ${origin}`,
                      origins.filter((each) => each !== origin),
                    )
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {mayEdit && origins.length < viewLimits.frameAncestors ? (
        <Field
          label="Show it in a frame of"
          optional
          error={isTold && text !== "" ? refusal : null}
          hint="The origin of a website that embeds the page. Without any, no other website can."
        >
          {(field) => (
            <span className="flex gap-1">
              <TextInput
                {...field}
                value={text}
                placeholder="https://intranet.example.com"
                onChange={(event) => setText(event.target.value)}
                onKeyDown={(event) => event.key === "Enter" && add()}
              />
              <Button icon={<Plus size={13} aria-hidden />} onClick={add} disabled={text === ""}>
                Add
              </Button>
            </span>
          )}
        </Field>
      ) : (
        origins.length === 0 && <p className="text-xs text-muted">No other website can show it in a frame.</p>
      )}
    </div>
  );
}

function FrameWrong({ message }: { message: string | undefined }) {
  return message === undefined ? null : <span className="block text-xs text-danger">{message}</span>;
}
