/** Tool servers: programs and addresses that give the assistant more to do, each a guest. */
import { Button } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import type { ToolServer } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Icon } from "@/ui/icons";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import panel from "../Panel.module.css";
import type { PanelProps } from "../sections";
import { AddServer } from "./AddServer";
import { ServerPage } from "./ServerPage";
import classes from "./Servers.module.css";
import { placeWords, stateWords } from "./toolWords";

function ServerRow({ server }: { server: ToolServer }) {
  return (
    <li>
      <Link href={`/settings/tools/${server.id}`} className={clsx(panel.row, classes.link)}>
        <span className={classes.dot} data-state={server.state} aria-hidden="true" />
        <span className={panel.main}>
          <strong>{server.name}</strong>
          <span>{stateWords(server)}</span>
          {server.error !== "" && (
            <span className={panel.bad}>
              <Visible text={server.error} />
            </span>
          )}
          <span className={clsx(panel.meta, classes.place)}>
            <Visible text={placeWords(server)} />
          </span>
        </span>
        <Icon name="right" size={16} className={panel.mark} />
      </Link>
    </li>
  );
}

function Servers() {
  const servers = useRead("list_tool_servers", {});
  const [adding, setAdding] = useState(false);
  const items = servers.data?.items ?? [];
  const add = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      Add a server
    </Button>
  );
  return (
    <div className={panel.panel}>
      <div className={panel.intro}>
        <p>
          Servers that speak MCP. Each is a guest: what it says of itself is shown, and grants nothing. You say for each
          tool what it does, and the assistant gets none before that.
        </p>
        {items.length > 0 && add}
      </div>
      {servers.isPending && <Skeleton lines={4} label="Loading the servers" />}
      {servers.isError && <Wrong error={servers.error} onRetry={() => void servers.refetch()} />}
      {servers.isSuccess && items.length === 0 && (
        <Empty icon="link" title="There are no tool servers">
          <p>paios works with your notes by itself. A server adds more, such as mail or a calendar.</p>
          {add}
        </Empty>
      )}
      {items.length > 0 && (
        <ul className={panel.rows} aria-label="Tool servers">
          {items.map((server) => (
            <ServerRow key={server.id} server={server} />
          ))}
        </ul>
      )}
      <AddServer opened={adding} onDone={() => setAdding(false)} />
    </div>
  );
}

export default function ServersPanel({ admin, item }: PanelProps) {
  if (!admin)
    return (
      <Empty icon="link" title="Only an administrator sees the tool servers">
        <p>What their tools may do is decided there for everybody. What they do for you asks you all the same.</p>
      </Empty>
    );
  return item === "" ? <Servers /> : <ServerPage key={item} id={item} />;
}
