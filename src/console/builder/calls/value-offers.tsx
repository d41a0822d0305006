import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { Call } from "../../../contract/view.ts";
import { problemFrom } from "../../api/problem.ts";
import { previewOf } from "../../json/preview.ts";
import { Button } from "../../parts/button.tsx";
import { useBuilder } from "../builder-context.ts";
import { notGiven } from "./call-edit.ts";
import type { Taken } from "./taken.ts";
import { takenQuery } from "./worklet-input.ts";

/** What the worklet takes and the call does not give it: a click, and it is declared. */
export function Offers({ call, onAdd }: { call: Call; onAdd(taken: Taken): void }) {
  const { application } = useBuilder();
  const { data: taken, error } = useQuery(takenQuery(application, call.worklet));
  if (taken === undefined)
    return error === null ? null : (
      <p className="text-xs text-muted">
        It is not known what {call.worklet} takes: {problemFrom(error).message}
      </p>
    );
  return notGiven(call, taken).map((each) => (
    <Button
      key={each.member}
      size="small"
      weight="ghost"
      title={`${call.worklet} ${each.isRequired ? "needs" : "also takes"} ${each.member}: ${previewOf(each.value.schema ?? {}, 200)}`}
      icon={<Plus size={13} aria-hidden />}
      onClick={() => onAdd(each)}
      className="max-w-full"
    >
      <span className="min-w-0 truncate font-mono">{each.name}</span>
      {each.isRequired && <span className="font-normal text-warning">needed</span>}
    </Button>
  ));
}
