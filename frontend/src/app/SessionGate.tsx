/** Lets nobody in who is not signed in, and says where to go instead. */
import { createContext, type ReactNode, useContext, useLayoutEffect } from "react";
import { Redirect, useLocation, useSearch } from "wouter";
import { useClient, useRead } from "@/api/hooks";
import type { Session } from "@/api/types";
import { Wrong } from "@/ui/states";
import classes from "./Shell.module.css";

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("SessionGate is missing");
  return session;
}

function Elsewhere() {
  const health = useRead("get_health", {});
  const [path] = useLocation();
  const search = useSearch();
  if (health.isPending) return null;
  if (health.data?.setup_needed === true) return <Redirect to="/setup" replace />;
  const next = path + (search === "" ? "" : `?${search}`);
  return <Redirect to={next === "/" ? "/login" : `/login?next=${encodeURIComponent(next)}`} replace />;
}

export function SessionGate({ children }: { children: ReactNode }) {
  const client = useClient();
  const session = useRead("get_session", {});
  const csrf = session.data?.csrf;
  useLayoutEffect(() => {
    if (csrf !== undefined) client.carry(csrf);
  }, [client, csrf]);
  if (session.error?.status === 401) return <Elsewhere />;
  if (session.data !== undefined) return <SessionContext value={session.data}>{children}</SessionContext>;
  if (session.isPending) return null;
  return (
    <div className={classes.failed}>
      <Wrong error={session.error} onRetry={() => void session.refetch()} />
    </div>
  );
}
