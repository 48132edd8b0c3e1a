import type { ReactNode } from "react";
import { ListToggle } from "./Columns";
import classes from "./PageHead.module.css";

/** The line above a page: its title, and what can be done with all of it. */
export function PageHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className={classes.head}>
      <ListToggle />
      <h1 className={classes.title} dir="auto" title={title}>
        {title}
      </h1>
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
