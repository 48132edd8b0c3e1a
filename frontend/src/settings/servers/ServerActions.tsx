/** Reconnect, switch off, another token, remove. */
import { ActionIcon, Button, Menu, Modal, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useLocation } from "wouter";
import { useWrite } from "@/api/hooks";
import type { ToolServer } from "@/api/types";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import panel from "../Panel.module.css";
import classes from "./Servers.module.css";

function TokenForm({ server, onDone }: { server: ToolServer; onDone: () => void }) {
  const [token, setToken] = useState("");
  const change = useWrite("change_tool_server");
  const tell = useToast();
  return (
    <form
      className={panel.form}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          { path: { server_id: server.id }, body: { token: token === "" ? null : token } },
          {
            onSuccess: () => {
              tell(token === "" ? "The token is gone" : "The token is another one");
              onDone();
            },
          },
        );
      }}
    >
      <PasswordInput
        data-autofocus
        label="Token"
        description="Empty: the server gets none from now on."
        maxLength={4096}
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
      />
      {change.isError && <Wrong error={change.error} safe="The token is the one it was." />}
      <div className={panel.buttons}>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" loading={change.isPending}>
          {token === "" ? "Use none" : "Use this one"}
        </Button>
      </div>
    </form>
  );
}

function Removal({ server, onDone }: { server: ToolServer; onDone: () => void }) {
  const remove = useWrite("remove_tool_server");
  const tell = useToast();
  const [, go] = useLocation();
  const sure = () =>
    remove.mutate(
      { path: { server_id: server.id } },
      {
        onSuccess: () => {
          tell(`Removed ${server.name}`);
          go("/settings/tools");
        },
      },
    );
  return (
    <div className={panel.form}>
      <p>
        What you approved of its tools is forgotten, and its home folder with all that it kept is deleted. This cannot be
        undone.
      </p>
      {remove.isError && <Wrong error={remove.error} safe="The server is still there." />}
      <div className={panel.buttons}>
        <Button variant="default" data-autofocus onClick={onDone}>
          Keep it
        </Button>
        <Button color="red" loading={remove.isPending} onClick={sure}>
          Remove {server.name}
        </Button>
      </div>
    </div>
  );
}

export function ServerActions({ server }: { server: ToolServer }) {
  const [dialog, setDialog] = useState<"token" | "remove" | null>(null);
  const reconnect = useWrite("reconnect_tool_server");
  const change = useWrite("change_tool_server");
  const tell = useToast();
  const path = { server_id: server.id };
  const onError = (error: Error) => tell(`That did not work: ${error.message}`);
  const close = () => setDialog(null);
  return (
    <div className={classes.actions}>
      {server.enabled ? (
        <Button
          variant="default"
          leftSection={<Icon name="retry" size={16} />}
          loading={reconnect.isPending}
          onClick={() => reconnect.mutate({ path }, { onError })}
        >
          Reconnect
        </Button>
      ) : (
        <Button loading={change.isPending} onClick={() => change.mutate({ path, body: { enabled: true } }, { onError })}>
          Switch on
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="More for this server">
            <Icon name="more" size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {server.enabled && (
            <Menu.Item
              leftSection={<Icon name="pause" size={16} />}
              onClick={() => change.mutate({ path, body: { enabled: false } }, { onError })}
            >
              Switch off
            </Menu.Item>
          )}
          {server.transport.kind === "http" && (
            <Menu.Item leftSection={<Icon name="edit" size={16} />} onClick={() => setDialog("token")}>
              Another token
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<Icon name="trash" size={16} />} onClick={() => setDialog("remove")}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={dialog !== null}
        onClose={close}
        title={dialog === "token" ? "Another token" : `Remove ${server.name}?`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {dialog === "token" && <TokenForm server={server} onDone={close} />}
        {dialog === "remove" && <Removal server={server} onDone={close} />}
      </Modal>
    </div>
  );
}
