/** Puts words into the field in which the person writes, for them to read, change and send. Sends nothing. */
import { createContext, type ReactNode, useContext } from "react";
import { useLocation } from "wouter";
import { draftOf, keepDraft } from "@/settings/preferences";

export type Prepare = (text: string) => void;

const PrepareContext = createContext<Prepare | null>(null);

export function PrepareProvider({ prepare, children }: { prepare: Prepare; children: ReactNode }) {
  return <PrepareContext value={prepare}>{children}</PrepareContext>;
}

/** What was written there already stays, above. */
export const below = (draft: string, text: string): string => (draft.trim() === "" ? text : `${draft}\n${text}`);

/** In a conversation its own field; elsewhere its draft, and the way there. Null where no conversation is known. */
export function usePrepare(conversation: string | null): Prepare | null {
  const here = useContext(PrepareContext);
  const [, go] = useLocation();
  if (here !== null) return here;
  if (conversation === null) return null;
  return (text) => {
    keepDraft(conversation, below(draftOf(conversation), text));
    go(`/chat/${conversation}`);
  };
}
