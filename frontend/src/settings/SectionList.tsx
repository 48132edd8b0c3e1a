/** The sections of the settings, beside the one that is shown or, on a phone, in its place. */
import { clsx } from "clsx";
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import { Icon } from "@/ui/icons";
import classes from "./SectionList.module.css";
import { sectionsFor } from "./sections";

interface SectionListProps {
  current: string;
  admin: boolean;
  /** With a line about each, where there is room for nothing else. */
  roomy: boolean;
}

export function SectionList({ current, admin, roomy }: SectionListProps) {
  const servers = useRead("list_tool_servers", {}, { enabled: admin }).data?.items ?? [];
  const waiting = servers.reduce((sum, server) => sum + server.waiting, 0);
  return (
    <nav className={roomy ? classes.roomy : classes.list} aria-label="Settings">
      <ul>
        {sectionsFor(admin).map(({ slug, label, says, icon }) => (
          <li key={slug}>
            <Link
              href={`/settings/${slug}`}
              className={clsx(classes.link)}
              aria-current={slug === current ? "page" : undefined}
            >
              <Icon name={icon} size={roomy ? 20 : 18} />
              <span className={classes.words}>
                <span>{label}</span>
                {roomy && <span className={classes.says}>{says}</span>}
              </span>
              {slug === "tools" && waiting > 0 && (
                <span className={classes.count} title="Tools to be looked at">
                  {waiting}
                  <span className={classes.spoken}> to be looked at</span>
                </span>
              )}
              {roomy && <Icon name="right" size={16} />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
