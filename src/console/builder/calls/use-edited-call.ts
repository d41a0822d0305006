import type { Call } from "../../../contract/view.ts";
import { aboutMember } from "../../graph/wrongs.ts";
import { useBuilder } from "../builder-context.ts";
import { withCall, withPart } from "../inspector/edit.ts";

/** A call as the fields of its editor change it. */
export type EditedCall = {
  name: string;
  call: Call;
  /** `merge`: typed letters are one step. */
  set(member: string, value: unknown, isTyped?: boolean): void;
  about(member: string): string | undefined;
};

/** The changes of one call, each a step of undo. */
export function useEditedCall(name: string, call: Call): EditedCall {
  const { change, wrongs } = useBuilder();
  return {
    name,
    call,
    set: (member, value, isTyped = true) =>
      change({ label: `Change ${member} of ${name}`, ...(isTyped && { merge: `calls.${name}.${member}` }) }, (before) =>
        withCall(before, name, (each) => withPart(each, member, value)),
      ),
    about: (member) => aboutMember(wrongs, `/calls/${name}/${member}`),
  };
}
