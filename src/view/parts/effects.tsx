import type { Effects as PageEffects } from "../page/effects.ts";
import { useWatched } from "../page/watched.ts";
import { Confirm } from "./confirm.tsx";
import { Notices } from "./notices.tsx";

/** What actions show over a page: notices, and the question that is being asked. */
export function Effects({ effects }: { effects: PageEffects }) {
  const notices = useWatched(effects.notices);
  const [question] = useWatched(effects.questions);
  return (
    <>
      {question && <Confirm key={question.id} question={question} />}
      <Notices notices={notices} dismiss={effects.dismiss} />
    </>
  );
}
