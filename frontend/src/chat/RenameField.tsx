import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useWrite } from "@/api/hooks";
import type { Conversation } from "@/api/types";
import { useToast } from "@/ui/Toasts";

/** A title being changed: Enter and leaving keep it, Escape does not. */
export function RenameField({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const [title, setTitle] = useState(conversation.title);
  const rename = useWrite("rename_conversation");
  const tell = useToast();
  const field = useRef<HTMLInputElement>(null);
  const left = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (keep: boolean) => {
    if (left.current) return;
    left.current = true;
    const text = title.trim();
    if (keep && text !== "" && text !== conversation.title)
      rename.mutate(
        { path: { conversation_id: conversation.id }, body: { title: text } },
        { onError: (error) => tell(`Not renamed: ${error.message}`) },
      );
    onDone();
  };
  return (
    <TextInput
      ref={field}
      flex={1}
      aria-label="Title"
      maxLength={200}
      value={title}
      onChange={(event) => setTitle(event.currentTarget.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) finish(true);
        if (event.key === "Escape") finish(false);
      }}
    />
  );
}
