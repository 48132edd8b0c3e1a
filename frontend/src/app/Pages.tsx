/** Which address shows which page. Each page is a file of its own, loaded when it is first opened. */
import { lazy, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { Skeleton } from "@/ui/states";
import { ErrorBoundary } from "./ErrorBoundary";
import { NotFound } from "./NotFound";
import { SessionGate } from "./SessionGate";
import { Shell } from "./Shell";

const ChatPage = lazy(() => import("@/chat/ChatPage"));
const InboxPage = lazy(() => import("@/inbox/InboxPage"));
const NotesPage = lazy(() => import("@/notes/NotesPage"));
const TrashPage = lazy(() => import("@/notes/TrashPage"));
const AuditPage = lazy(() => import("@/audit/AuditPage"));
const SettingsPage = lazy(() => import("@/settings/SettingsPage"));
const SetupPage = lazy(() => import("@/setup/SetupPage"));
const JoinPage = lazy(() => import("@/join/JoinPage"));
const LoginPage = lazy(() => import("@/login/LoginPage"));

function Inside() {
  return (
    <SessionGate>
      <Shell>
        <ErrorBoundary>
          <Suspense fallback={<Skeleton lines={6} />}>
            <Switch>
              <Route path="/">
                <Redirect to="/chat" replace />
              </Route>
              <Route path="/chat/:id?">{({ id }) => <ChatPage key={id ?? "new"} id={id} />}</Route>
              <Route path="/inbox" component={InboxPage} />
              <Route path="/notes/trash" component={TrashPage} />
              <Route path="/notes" component={NotesPage} />
              <Route path="/audit" component={AuditPage} />
              <Route path="/settings/*?" component={SettingsPage} />
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </SessionGate>
  );
}

export function Pages() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/setup" component={SetupPage} />
        <Route path="/join" component={JoinPage} />
        <Route path="/login" component={LoginPage} />
        <Route component={Inside} />
      </Switch>
    </Suspense>
  );
}
