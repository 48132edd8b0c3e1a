/** What must be seen on every page: that everything is paused, and that the server cannot be heard. */
import { clsx } from "clsx";
import { useRead, useWrite } from "@/api/hooks";
import { Ago } from "@/ui/Ago";
import { stillRunning } from "./stillRunning";
import classes from "./Shell.module.css";

function PausedBar() {
  const pause = useRead("get_pause", {}).data;
  const resume = useWrite("resume");
  if (pause?.paused !== true) return null;
  return (
    <div className={clsx(classes.bar, classes.barPaused)} role="alert">
      <span>
        <strong>Everything is paused.</strong> {pause.by === null ? "Stopped" : `${pause.by} pressed pause`}
        {pause.since !== null && (
          <>
            {" "}
            <Ago at={pause.since} />
          </>
        )}
        . {stillRunning(pause)}
      </span>
      <button type="button" onClick={() => resume.mutate({})} disabled={resume.isPending}>
        Resume
      </button>
    </div>
  );
}

export function Bars({ connected }: { connected: boolean }) {
  return (
    <div className={classes.bars}>
      <PausedBar />
      {!connected && (
        <div className={clsx(classes.bar, classes.barOffline)} role="status">
          paios does not answer. You can go on reading; what you write is kept until it is back.
        </div>
      )}
    </div>
  );
}
