import { Button, Modal, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import { Wrong } from "@/ui/states";
import panel from "../Panel.module.css";
import { ProgramFields } from "./ProgramFields";
import { EMPTY, serverOf } from "./serverDraft";

function Form({ onDone }: { onDone: () => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const add = useWrite("add_tool_server");
  const [, go] = useLocation();
  const read = serverOf(draft);
  const submit = () => {
    if ("wrong" in read) return;
    add.mutate(
      { body: read.server },
      {
        onSuccess: ({ id }) => {
          onDone();
          go(`/settings/tools/${id}`);
        },
      },
    );
  };
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        data-autofocus
        label="Name"
        description="Small letters, digits and hyphens. Its tools are called by it: name__tool."
        placeholder="calendar"
        required
        maxLength={31}
        spellCheck={false}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <SegmentedControl
        aria-label="Where it is"
        data={[
          { value: "stdio", label: "A program here" },
          { value: "http", label: "An address" },
        ]}
        value={draft.kind}
        onChange={(kind) => setDraft({ ...draft, kind })}
      />
      {draft.kind === "stdio" ? (
        <ProgramFields draft={draft} onChange={setDraft} />
      ) : (
        <>
          <TextInput
            label="Address"
            description="https, unless it is on this machine"
            placeholder="https://…/mcp"
            type="url"
            required
            maxLength={500}
            value={draft.url}
            onChange={(event) => setDraft({ ...draft, url: event.currentTarget.value })}
          />
          <PasswordInput
            label="Token"
            description="Only if the server wants one. It is kept in a file that only you can read, and never shown again."
            maxLength={4096}
            autoComplete="off"
            value={draft.token}
            onChange={(event) => setDraft({ ...draft, token: event.currentTarget.value })}
          />
        </>
      )}
      {"wrong" in read && read.wrong !== "" && <p className={panel.bad}>{read.wrong}</p>}
      {add.isError && <Wrong error={add.error} safe="Nothing was added." />}
      <p className={panel.hint}>It is connected to at once. The assistant gets none of its tools until you approve each.</p>
      <div className={panel.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={"wrong" in read} loading={add.isPending}>
          Add the server
        </Button>
      </div>
    </form>
  );
}

export function AddServer({ opened, onDone }: { opened: boolean; onDone: () => void }) {
  const phone = useMediaQuery("(max-width: 720px)", undefined, { getInitialValueInEffect: false });
  return (
    <Modal
      opened={opened}
      onClose={onDone}
      title="Add a tool server"
      size="lg"
      fullScreen={phone}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form onDone={onDone} />
    </Modal>
  );
}
