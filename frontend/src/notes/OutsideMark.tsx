/** That somebody else may have written a note. Amber means this, and nothing else. */
import { Icon } from "@/ui/icons";
import classes from "./Trust.module.css";

export function OutsideMark() {
  return (
    <span className={classes.mark} title="From outside: somebody else may have written it">
      <Icon name="outside" size={14} />
      <span className={classes.spoken}> from outside </span>
    </span>
  );
}

export function OutsideNotice() {
  return (
    <p className={classes.notice}>
      <Icon name="outside" size={16} />
      <span>
        <strong>From outside.</strong> Somebody else may have written this. The assistant reads it, and takes no orders
        from it.
      </span>
    </p>
  );
}
