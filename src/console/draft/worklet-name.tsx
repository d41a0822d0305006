import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useRef, useState } from "react";
import type { Worklet } from "../../contract/catalog.ts";
import { problemFrom } from "../api/problem.ts";
import { workletQuery, workletsQuery } from "../api/queries.ts";
import { path, request } from "../api/request.ts";
import { useMay } from "../api/role.ts";
import { IconButton } from "../parts/button.tsx";
import { focusInPlace } from "../parts/focus.ts";
import { useKeys } from "../parts/keys.tsx";
import { useTitle } from "../parts/page.tsx";
import { Tooltip } from "../parts/tooltip.tsx";
import { NameInput } from "../shell/name-input.tsx";

/** The page's heading: the worklet's name, renamed in its place by a double click or F2. */
export function WorkletName({ application, worklet }: { application: string; worklet: string }) {
  const queries = useQueryClient();
  const { data } = useQuery(workletQuery(application, worklet));
  const [isRenaming, setRenaming] = useState(false);
  const [problem, setProblem] = useState<string>();
  const renameButton = useRef<HTMLButtonElement>(null);
  const mayEdit = useMay("creator");
  const name = data?.name ?? worklet;
  useTitle(name);
  const begin = () => {
    setProblem(undefined);
    setRenaming(true);
  };
  const end = () => {
    setRenaming(false);
    focusInPlace(() => renameButton.current);
  };
  useKeys(mayEdit ? [{ keys: "f2", label: "Rename the worklet", run: begin }] : []);
  const rename = async (chosen: string) => {
    const { queryKey } = workletQuery(application, worklet);
    try {
      const address = path`/applications/${application}/worklets/${worklet}`;
      queries.setQueryData(queryKey, await request<Worklet>("PATCH", address, { body: { name: chosen } }));
      await queries.invalidateQueries({ queryKey: workletsQuery(application).queryKey, exact: true });
      end();
    } catch (error) {
      setProblem(problemFrom(error).message);
    }
  };
  if (isRenaming) {
    return (
      <div className="w-64 max-w-full">
        <h1 className="sr-only">{name}</h1>
        <NameInput label="Name of the worklet" initial={name} problem={problem} keep={rename} cancel={end} />
      </div>
    );
  }
  return (
    <div className="group flex min-w-0 items-center gap-1.5">
      <h1
        title={name}
        onDoubleClick={mayEdit ? begin : undefined}
        className="min-w-0 truncate text-lg font-semibold tracking-tight"
      >
        {name}
      </h1>
      {data?.unpublished && (
        <Tooltip text="The draft has changes that are not published">
          <span role="img" aria-label="Unpublished changes" className="size-2 shrink-0 rounded-full bg-warning" />
        </Tooltip>
      )}
      {mayEdit && (
        <IconButton
          ref={renameButton}
          label="Rename"
          keys="f2"
          icon={<Pencil size={13} />}
          onClick={begin}
          className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        />
      )}
    </div>
  );
}
