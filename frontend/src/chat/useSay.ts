import { useCallback } from "react";
import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import { keepDraft } from "@/settings/preferences";

interface Saying {
  /** Answers whether it was sent. */
  readonly say: (text: string, replaces?: string) => Promise<boolean>;
  readonly sending: boolean;
  readonly error: ProblemError | null;
}

/** Sends what the person says, in a new conversation where there is none yet. */
export function useSay(conversation: string | undefined): Saying {
  const create = useWrite("create_conversation");
  const send = useWrite("send_message");
  const [, go] = useLocation();
  const { mutateAsync: createOne } = create;
  const { mutateAsync: sendOne } = send;
  const say = useCallback(
    async (text: string, replaces?: string) => {
      try {
        const id = conversation ?? (await createOne({})).id;
        // Where sending fails, the words wait in the conversation that was made for them.
        if (conversation === undefined) keepDraft(id, text);
        const body = replaces === undefined ? { text } : { text, replaces };
        const sent = await sendOne({ path: { conversation_id: id }, body }).then(
          () => true,
          () => false,
        );
        if (conversation === undefined) {
          keepDraft(undefined, "");
          if (sent) keepDraft(id, "");
          go(`/chat/${id}`, { replace: true });
        }
        return sent;
      } catch {
        return false; // the mutation keeps what went wrong
      }
    },
    [conversation, createOne, sendOne, go],
  );
  return { say, sending: create.isPending || send.isPending, error: create.error ?? send.error };
}
