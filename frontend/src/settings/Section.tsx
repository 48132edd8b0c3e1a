import { type ReactNode, useId } from "react";
import classes from "./Settings.module.css";

export function Section({ title, says, children }: { title: string; says: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.about}>
        <h2 id={id}>{title}</h2>
        <p>{says}</p>
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  );
}
