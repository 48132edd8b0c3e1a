import { ActionIcon, Button } from "@mantine/core";
import { useState } from "react";
import type { Message } from "@/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { Icon } from "@/ui/icons";
import { exactly } from "@/ui/when";
import classes from "./Chat.module.css";
import { useGrowing } from "./useGrowing";

function Editing({ text, onSend, onCancel }: { text: string; onSend: (text: string) => void; onCancel: () => void }) {
  const [draft, setDraft] = useState(text);
  const field = useGrowing(draft, true);
  const send = () => {
    if (draft.trim() !== "") onSend(draft.trim());
  };
  return (
    <div className={classes.editing}>
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        aria-label="Your message"
        maxLength={32000}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <p>What was said after it leaves this conversation. What was done stays done.</p>
      <div className={classes.editButtons}>
        <Button variant="default" size="xs" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="xs" onClick={send} disabled={draft.trim() === ""}>
          Send again
        </Button>
      </div>
    </div>
  );
}

interface PersonMessageProps {
  message: Message;
  editing: boolean;
  canEdit: boolean;
  onEdit: (editing: boolean) => void;
  onSend: (text: string) => void;
}

export function PersonMessage({ message, editing, canEdit, onEdit, onSend }: PersonMessageProps) {
  if (editing) return <Editing text={message.text} onSend={onSend} onCancel={() => onEdit(false)} />;
  return (
    <div className={classes.person}>
      <div className={classes.said} dir="auto" title={exactly(message.created_at)}>
        {message.text}
      </div>
      <div className={classes.actions}>
        <CopyButton text={message.text} label="Copy your message" />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label="Edit and send again"
          title="Edit and send again"
          disabled={!canEdit}
          onClick={() => onEdit(true)}
        >
          <Icon name="edit" size={15} />
        </ActionIcon>
      </div>
    </div>
  );
}
