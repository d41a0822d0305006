import { useLayoutEffect, useRef, useState } from "react";
import type { Json } from "../../../expression/expression.ts";
import { type FileRules, readFile, refusalOf } from "./read.ts";

/** A file on its way to being the value: the one that was chosen last counts. */
export function useUpload(rules: FileRules, take: (value: Json) => void) {
  const [reading, setReading] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const newest = useRef(0);
  useLayoutEffect(
    () => () => {
      newest.current = -1;
    },
    [],
  );

  const choose = async (files: readonly File[]) => {
    const [file, ...more] = files;
    if (file === undefined) return;
    newest.current += 1;
    const mine = newest.current;
    const refused = more.length > 0 ? "One file at a time, please." : refusalOf(file, rules);
    setRefusal(refused);
    setReading(refused === null ? file.name : null);
    if (refused !== null) return;
    try {
      const value = await readFile(file);
      if (mine === newest.current) take(value);
    } catch (error) {
      if (mine === newest.current) setRefusal((error as Error).message);
    }
    if (mine === newest.current) setReading(null);
  };
  const remove = () => {
    newest.current += 1;
    setReading(null);
    setRefusal(null);
    take(null);
  };
  return { reading, refusal, choose, remove };
}
