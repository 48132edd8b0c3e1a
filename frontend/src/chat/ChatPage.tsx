/** The chat: the conversations, the one that is open, and the note behind a citation. */
import { useCallback } from "react";
import { useLocation, useSearch } from "wouter";
import { besideOf, type Place, placeIn } from "@/notes/address";
import { NotePane } from "@/notes/NotePane";
import { Columns } from "@/ui/Columns";
import { ConversationList } from "./ConversationList";
import { ConversationView } from "./ConversationView";

export default function ChatPage({ id }: { id: string | undefined }) {
  const [page, go] = useLocation();
  const place = placeIn(useSearch(), "note");
  const open = useCallback((to: Place) => go(besideOf(page, to)), [go, page]);
  const close = () => go(page);
  return (
    <Columns
      list={<ConversationList current={id} />}
      listLabel="Conversations"
      pane={place === null ? null : <NotePane place={place} onOpen={open} onClose={close} />}
      onPaneClose={close}
    >
      <ConversationView id={id} onOpenNote={open} />
    </Columns>
  );
}
