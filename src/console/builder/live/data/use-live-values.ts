import { useEffect, useState } from "react";
import type { Json } from "../../../../expression/expression.ts";
import { useBuilder } from "../../builder-context.ts";
import { exploredOf } from "./explored.ts";

const pauseMs = 120;

/** The values of the live page; they may change many times a second, and are read a few times. */
export function useLiveValues(): Record<string, Json> {
  const { page } = useBuilder();
  const [values, setValues] = useState(() => exploredOf(page.snapshot().values));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      timer = undefined;
      setValues(exploredOf(page.snapshot().values));
    };
    const end = page.watch(() => {
      timer ??= setTimeout(read, pauseMs);
    });
    read();
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [page]);
  return values;
}
