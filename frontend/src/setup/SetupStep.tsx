import { type ReactNode, useId } from "react";
import { Icon } from "@/ui/icons";
import classes from "./Setup.module.css";

interface SetupStepProps {
  number: number;
  title: string;
  says: string;
  done: boolean;
  children: ReactNode;
}

export function SetupStep({ number, title, says, done, children }: SetupStepProps) {
  const id = useId();
  return (
    <section className={classes.step} aria-labelledby={id}>
      <span className={classes.number} data-done={done} aria-hidden="true">
        {done ? <Icon name="check" size={16} /> : number}
      </span>
      <div className={classes.stepBody}>
        <div>
          <h2 id={id}>{title}</h2>
          <p className={classes.says}>{says}</p>
        </div>
        {children}
      </div>
    </section>
  );
}
