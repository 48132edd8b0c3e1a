import { ActionIcon, Button, Menu } from "@mantine/core";
import { clsx } from "clsx";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTitle } from "@/app/useTitle";
import { useRead, useWrite } from "@/api/hooks";
import type { Conversation, Dialogue } from "@/api/types";
import type { Place } from "@/notes/address";
import { useNoteLinks } from "@/notes/useNoteLinks";
import { Icon } from "@/ui/icons";
import { PageHead } from "@/ui/PageHead";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import classes from "./Chat.module.css";
import { Composer } from "./Composer";
import { type Prepare, PrepareProvider } from "./prepare";
import { RenameField } from "./RenameField";
import { isFinal } from "./runState";
import { turnsOf } from "./turns";
import { TurnView } from "./TurnView";
import { useDeleteConversation } from "./useDeleteConversation";
import { useSay } from "./useSay";
import { useStick } from "./useStick";
import { Welcome } from "./Welcome";

const EMPTY_DIALOGUE = { messages: [], runs: [] };

function Head({ conversation }: { conversation: Conversation | undefined }) {
  const [renaming, setRenaming] = useState(false);
  const remove = useDeleteConversation();
  if (conversation === undefined) return <PageHead title="New conversation" />;
  if (renaming)
    return (
      <header className={classes.foot}>
        <RenameField conversation={conversation} onDone={() => setRenaming(false)} />
      </header>
    );
  return (
    <PageHead title={conversation.title}>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="More for this conversation">
            <Icon name="more" size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="edit" size={16} />} onClick={() => setRenaming(true)}>
            Rename
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<Icon name="trash" size={16} />}
            onClick={() => remove(conversation, true)}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </PageHead>
  );
}

function useDialogue(id: string | undefined) {
  return useRead("get_conversation", { path: { conversation_id: id ?? "" } }, { enabled: id !== undefined });
}

/** The run that is still open, if any: one at a time answers in a conversation. */
const openRun = (dialogue: Pick<Dialogue, "runs">) => dialogue.runs.find((run) => !isFinal(run));

interface ConversationViewProps {
  id: string | undefined;
  onOpenNote: (place: Place) => void;
}

export function ConversationView({ id, onOpenNote }: ConversationViewProps) {
  const read = useDialogue(id);
  const dialogue = read.data;
  useTitle(dialogue?.conversation.title ?? "Chat");
  const links = useNoteLinks(onOpenNote);
  const turns = useMemo(() => (dialogue === undefined ? [] : turnsOf(dialogue)), [dialogue]);
  const running = openRun(dialogue ?? EMPTY_DIALOGUE);
  const { say, sending, error } = useSay(id);
  const stop = useWrite("stop_run");
  const { scroller, content, away, toEnd } = useStick();
  const field = useRef<Prepare>(null);
  const prepare = useCallback<Prepare>((text) => field.current?.(text), []);
  const send = (text: string, replaces?: string) => {
    toEnd();
    return say(text, replaces);
  };
  if (read.error?.status === 404)
    return (
      <>
        <PageHead title="Not found" />
        <Empty icon="chat" title="There is no such conversation">
          <p>It may have been deleted.</p>
        </Empty>
      </>
    );
  const failed = error ?? stop.error;
  return (
    <PrepareProvider prepare={prepare}>
      <Head conversation={dialogue?.conversation} />
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroller} ref={scroller} tabIndex={0} role="region" aria-label="Conversation">
        <div className={classes.content} ref={content} role="log" aria-busy={running !== undefined} aria-live="polite">
          {id === undefined && <Welcome onChoose={(text) => void send(text)} />}
          {id !== undefined && read.isPending && <Skeleton lines={7} label="Loading the conversation" />}
          {read.isError && <Wrong error={read.error} onRetry={() => void read.refetch()} />}
          {dialogue !== undefined && turns.length === 0 && <Welcome onChoose={(text) => void send(text)} />}
          {turns.map((turn, index) => (
            <TurnView
              key={turn.message.id}
              turn={turn}
              links={links}
              last={index === turns.length - 1}
              busy={running !== undefined || sending}
              onSay={(text, replaces) => void send(text, replaces)}
            />
          ))}
          {failed !== null && <Wrong error={failed} safe="Your words are still in the field below." />}
        </div>
      </div>
      <div className={classes.foot}>
        {away && (
          <Button
            className={clsx(classes.toEnd)}
            variant="default"
            size="xs"
            radius="xl"
            onClick={toEnd}
            leftSection={<Icon name="down" size={14} />}
          >
            Latest
          </Button>
        )}
        <Composer
          conversation={id}
          busy={running !== undefined}
          sending={sending}
          onSend={send}
          prepare={field}
          onStop={() => running !== undefined && stop.mutate({ path: { run_id: running.id } })}
        />
        <p className={classes.hint}>Enter sends, Shift Enter begins a new line</p>
      </div>
    </PrepareProvider>
  );
}
