import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { BASE } from "@/api/client";
import { refresh } from "@/api/hooks";
import { hearChanges } from "@/api/live";

/** Keeps what is shown fresh; tells whether the server can be heard. A short gap is not worth a word. */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = hearChanges(`${BASE}/events`, {
      onChange: (change) => void refresh(queries, [change.what]),
      onGap: () => void queries.invalidateQueries(),
      onConnected: (now) => {
        clearTimeout(timer);
        if (now) setConnected(true);
        else {
          timer = setTimeout(() => setConnected(false), 2500);
          void queries.invalidateQueries({ queryKey: ["get_session"] });
        }
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queries]);
  return connected;
}
