import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import { asProblem } from "@/api/problem";
import type { Conversation } from "@/api/types";
import { useToast } from "@/ui/Toasts";

/**
 * Deletes without a question, for it can be undone. What follows is told by promises, which outlive the
 * conversation's view; a mutation's own callbacks would not.
 */
export function useDeleteConversation(): (conversation: Conversation, shown: boolean) => void {
  const { mutateAsync: remove } = useWrite("delete_conversation");
  const { mutateAsync: restore } = useWrite("restore_conversation");
  const tell = useToast();
  const [, go] = useLocation();
  return ({ id, title }, shown) => {
    const path = { conversation_id: id };
    const undo = () =>
      void restore({ path }).then(
        () => go(`/chat/${id}`),
        (error: unknown) => tell(`Not put back: ${asProblem(error).message}`),
      );
    if (shown) go("/chat");
    void remove({ path }).then(
      () => tell(`Deleted “${title}”`, undo),
      (error: unknown) => tell(`Not deleted: ${asProblem(error).message}`),
    );
  };
}
