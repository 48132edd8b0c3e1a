import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { ListToggle } from "./Columns";
import { Icon } from "./icons";
import classes from "./PageHead.module.css";

interface PageHeadProps {
  title: string;
  /** The page that this one is a part of, where that is not beside it. */
  back?: { href: string; label: string } | undefined;
  children?: ReactNode;
}

/** The line above a page: its title, and what can be done with all of it. */
export function PageHead({ title, back, children }: PageHeadProps) {
  return (
    <header className={classes.head}>
      <ListToggle />
      {back !== undefined && (
        <ActionIcon
          component={Link}
          href={back.href}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Back to ${back.label}`}
          title={back.label}
        >
          <Icon name="back" size={20} />
        </ActionIcon>
      )}
      <h1 className={classes.title} dir="auto" title={title}>
        {title}
      </h1>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
