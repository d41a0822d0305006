import { useStanding } from "../page/calls-behind.ts";
import { useComponent } from "../page/use-component.ts";
import { Frame } from "../parts/frame.tsx";
import type { Drawn } from "./drawn.ts";
import { Markdown } from "./markdown/markdown.tsx";

/** Markdown. */
export function Text({ component }: Drawn) {
  const { values, error, loading } = useComponent(component.id, "text");
  const standing = useStanding(component, "text", { error: error("text"), loading: loading("text") });
  return (
    <Frame label="" standing={standing} isEmpty={values.text.trim() === ""}>
      <Markdown text={values.text} />
    </Frame>
  );
}
