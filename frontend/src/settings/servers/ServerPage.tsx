/** One server: how paios stands with it, and its tools. */
import { Button } from "@mantine/core";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import type { ServerTool, ToolServer } from "@/api/types";
import { Visible } from "@/approval/Visible";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import panel from "../Panel.module.css";
import { ServerActions } from "./ServerActions";
import classes from "./Servers.module.css";
import { ToolCard } from "./ToolCard";
import { placeWords, stateWords } from "./toolWords";

/** Those that want a decision first. */
const ORDER: Readonly<Record<ServerTool["state"], number>> = { changed: 0, new: 1, approved: 2, unusable: 3, gone: 4 };

function About({ server }: { server: ToolServer }) {
  const { transport } = server;
  return (
    <dl className={classes.about}>
      <div>
        <dt>{transport.kind === "http" ? "Address" : "Program"}</dt>
        <dd>
          <code>
            <Visible text={placeWords(server)} />
          </code>
        </dd>
      </div>
      {transport.kind === "http" ? (
        <div>
          <dt>Token</dt>
          <dd>{transport.has_token ? "There is one; it is never shown." : "None"}</dd>
        </div>
      ) : (
        <>
          <div>
            <dt>Network</dt>
            <dd>{transport.network ? "It may reach anybody." : "It reaches nobody."}</dd>
          </div>
          {transport.environment.length > 0 && (
            <div>
              <dt>Variables</dt>
              <dd>{transport.environment.join(", ")}</dd>
            </div>
          )}
          <div>
            <dt>May read</dt>
            <dd>{transport.folders.length === 0 ? "Its own home alone" : transport.folders.join(", ")}</dd>
          </div>
        </>
      )}
    </dl>
  );
}

function Tools({ server }: { server: ToolServer }) {
  const tools = useRead("list_server_tools", { path: { server_id: server.id } });
  if (tools.isPending) return <Skeleton lines={5} label="Loading its tools" />;
  if (tools.isError) return <Wrong error={tools.error} onRetry={() => void tools.refetch()} />;
  const items = [...tools.data.items].sort((one, other) => ORDER[one.state] - ORDER[other.state]);
  if (items.length === 0)
    return (
      <p className={panel.hint}>
        {server.state === "ready" ? "It says that it has no tools." : "Its tools are seen once it is connected."}
      </p>
    );
  return (
    <ul className={panel.rows} aria-label="Tools">
      {items.map((tool) => (
        <ToolCard key={tool.name} serverId={server.id} tool={tool} />
      ))}
    </ul>
  );
}

export function ServerPage({ id }: { id: string }) {
  const server = useRead("get_tool_server", { path: { server_id: id } });
  const all = (
    <Link href="/settings/tools" className={classes.all}>
      All tool servers
    </Link>
  );
  if (server.isPending) return <Skeleton lines={6} label="Loading the server" />;
  if (server.isError)
    return server.error.status === 404 || server.error.status === 422 ? (
      <Empty icon="link" title="There is no such server">
        <Button component={Link} href="/settings/tools" variant="default">
          All tool servers
        </Button>
      </Empty>
    ) : (
      <Wrong error={server.error} onRetry={() => void server.refetch()} />
    );
  const { name, error, remark, state } = server.data;
  return (
    <div className={panel.panel}>
      {all}
      <div className={panel.intro}>
        <div className={panel.main}>
          <h2 className={classes.name}>
            <span className={classes.dot} data-state={state} aria-hidden="true" /> {name}
          </h2>
          <span role="status">{stateWords(server.data)}</span>
          {error !== "" && (
            <span className={panel.bad}>
              <Visible text={error} />
            </span>
          )}
          {remark !== "" && (
            <span className={panel.hint}>
              <Visible text={remark} />
            </span>
          )}
        </div>
        <ServerActions server={server.data} />
      </div>
      <About server={server.data} />
      <Tools server={server.data} />
    </div>
  );
}
