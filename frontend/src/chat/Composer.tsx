/** Where the person writes. A draft is kept for each conversation until it is sent. */
import { ActionIcon } from "@mantine/core";
import { type Ref, useImperativeHandle, useState } from "react";
import { useMediaQuery } from "@mantine/hooks";
import { draftOf, keepDraft } from "@/settings/preferences";
import { Icon } from "@/ui/icons";
import classes from "./Composer.module.css";
import { below, type Prepare } from "./prepare";
import { useGrowing } from "./useGrowing";

interface ComposerProps {
  conversation: string | undefined;
  /** Something is being answered: there is a stop button, and sending waits. */
  busy: boolean;
  sending: boolean;
  /** Answers whether it was sent; what was not stays where it is. */
  onSend: (text: string) => Promise<boolean>;
  onStop: () => void;
  /** Takes words that were prepared elsewhere on the page. */
  prepare: Ref<Prepare>;
}

export function Composer({ conversation, busy, sending, onSend, onStop, prepare }: ComposerProps) {
  const touch = useMediaQuery("(hover: none)", undefined, { getInitialValueInEffect: false });
  const [text, setText] = useState(() => draftOf(conversation));
  const field = useGrowing(text, !touch);
  const change = (next: string) => {
    setText(next);
    keepDraft(conversation, next);
  };
  useImperativeHandle(prepare, () => (words) => {
    change(below(draftOf(conversation), words));
    field.current?.focus();
  });
  const blocked = busy || sending || text.trim() === "";
  const send = async () => {
    if (blocked) return;
    const sent = text;
    if (await onSend(sent.trim())) {
      keepDraft(conversation, "");
      setText((now) => (now === sent ? "" : now));
    }
  };
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <textarea
        ref={field}
        dir="auto"
        rows={1}
        aria-label="Message"
        placeholder="Ask about your notes"
        maxLength={32000}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          void send();
        }}
      />
      {busy ? (
        <ActionIcon color="red" variant="light" size={36} aria-label="Stop" title="Stop" onClick={onStop}>
          <Icon name="stop" />
        </ActionIcon>
      ) : (
        <ActionIcon
          type="submit"
          variant="filled"
          size={36}
          aria-label="Send"
          title="Send (Enter)"
          disabled={blocked}
          loading={sending}
        >
          <Icon name="send" />
        </ActionIcon>
      )}
    </form>
  );
}
