import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import type { Conversation } from "@/api/types";
import { useToast } from "@/ui/Toasts";

/** Deletes without a question, for it can be undone. */
export function useDeleteConversation(): (conversation: Conversation, shown: boolean) => void {
  const remove = useWrite("delete_conversation");
  const restore = useWrite("restore_conversation");
  const tell = useToast();
  const [, go] = useLocation();
  return ({ id, title }, shown) => {
    const path = { conversation_id: id };
    const undo = () => restore.mutate({ path }, { onSuccess: () => go(`/chat/${id}`) });
    if (shown) go("/chat");
    remove.mutate(
      { path },
      {
        onSuccess: () => tell(`Deleted “${title}”`, undo),
        onError: (error) => tell(`Not deleted: ${error.message}`),
      },
    );
  };
}
