import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import { BASE } from "@/api/client";
import { refresh } from "@/api/hooks";
import type { Run } from "@/api/types";
import { advance, catchUp, isFinal, parseRunEvent, type RunEvent, type RunView } from "./runState";

type Heard = RunEvent | { kind: "read"; run: Run };

const reduce = (view: RunView, heard: Heard): RunView =>
  heard.kind === "read" ? catchUp(view, heard.run) : advance(view, heard);

/** Follows a run while the page can be seen; a hidden tab gives its connection back and catches up later. */
export function useRun(read: Run): RunView {
  const queries = useQueryClient();
  const [view, tell] = useReducer(reduce, { run: read, text: "" });
  useEffect(() => tell({ kind: "read", run: read }), [read]);

  const over = isFinal(view.run) && view.run.id === read.id;
  const { id } = read;
  useEffect(() => {
    if (over) return undefined;
    let source: EventSource | null = null;
    const open = () => {
      source = new EventSource(`${BASE}/runs/${id}/events`);
      for (const kind of ["run", "text", "snapshot"])
        source.addEventListener(kind, (event: MessageEvent<string>) => {
          const heard = parseRunEvent(kind, event.data);
          if (heard === null) return;
          tell(heard);
          if (heard.kind !== "run" || !isFinal(heard.run)) return;
          source?.close();
          void refresh(queries, ["runs", "conversations"]);
        });
    };
    const follow = () => {
      source?.close();
      source = null;
      if (document.visibilityState === "visible") open();
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      source?.close();
    };
  }, [id, over, queries]);

  return view;
}
