/** A link out of words from outside: it is looked at before it can be opened. */
import { Button, Popover } from "@mantine/core";
import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { Visible } from "@/approval/Visible";
import { CopyButton } from "@/ui/CopyButton";
import { Icon } from "@/ui/icons";
import classes from "./Markdown.module.css";

interface OutsideLinkProps {
  href: string;
  host: string;
  /** What the text says; where it names another host than it leads to, that is told. */
  says: string;
  /** Where the words come from, as far as the answer names it. */
  from: readonly string[];
  children: ReactNode;
}

const HOST = /(?:[a-z0-9-]+\.)+[a-z]{2,}/i;

function misleading(says: string, host: string): string | null {
  const named = HOST.exec(says)?.[0].toLowerCase();
  return named === undefined || host.toLowerCase().endsWith(named) ? null : named;
}

/** The address with the part in bold that decides who is talked to. */
function Address({ href, host }: { href: string; host: string }) {
  const at = href.indexOf(host);
  if (at === -1) return <Visible text={href} />;
  return (
    <>
      <Visible text={href.slice(0, at)} />
      <strong>
        <Visible text={host} />
      </strong>
      <Visible text={href.slice(at + host.length)} />
    </>
  );
}

export function OutsideLink({ href, host, says, from, children }: OutsideLinkProps) {
  const [open, setOpen] = useState(false);
  const other = misleading(says, host);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      width="min(420px, 92vw)"
      position="bottom-start"
      shadow="sm"
      trapFocus
      returnFocus
      withRoles={false}
      portalProps={{ target: "#main" }}
    >
      <Popover.Target>
        <button
          type="button"
          className={clsx(classes.outsideLink)}
          aria-haspopup="dialog"
          aria-expanded={open}
          title={`Leads to ${host}: look at it first`}
          onClick={() => setOpen(!open)}
        >
          {children}
          <Icon name="outside" size={12} />
        </button>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="A link from outside" className={clsx(classes.look)}>
        <p className={classes.lookHead}>
          A link from {from.length > 0 ? from.map((each) => `“${each}”`).join(", ") : "words that came from outside"}. It
          leads to:
        </p>
        <p className={classes.lookAddress}>
          <Address href={href} host={host} />
        </p>
        {other !== null && (
          <p className={classes.lookOther} role="note">
            Its text says <bdi>{other}</bdi>. It does not lead there.
          </p>
        )}
        <div className={classes.lookButtons}>
          <CopyButton text={href} label="Copy the address" />
          <Button variant="default" size="xs" onClick={() => setOpen(false)}>
            Leave it
          </Button>
          <Button
            component="a"
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            size="xs"
            onClick={() => setOpen(false)}
          >
            Open
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
