/** Whether this browser tells of questions while paios is out of sight. The browser is asked only from here. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { allowNotices, noticeState } from "@/app/notices";
import { switchNotices } from "@/settings/preferences";
import { Icon } from "@/ui/icons";
import classes from "./Inbox.module.css";

export function Notices() {
  const [state, setState] = useState(noticeState);
  const turn = (on: boolean) => {
    switchNotices(on);
    setState(noticeState());
  };
  if (state === "missing")
    return (
      <p className={classes.notices}>
        <Icon name="bell" size={16} />
        <span>This browser cannot tell you of questions while paios is out of sight.</span>
      </p>
    );
  if (state === "blocked")
    return (
      <div className={classes.notices}>
        <Icon name="bell" size={16} />
        <p>
          <strong>Blocked by the browser.</strong> It does not let paios tell you of questions. To change that, open the
          site settings beside the address, allow notifications, and reload the page.
        </p>
      </div>
    );
  return (
    <div className={classes.notices}>
      <Icon name="bell" size={16} />
      <p>
        {state === "on"
          ? "This browser tells you when paios asks while it is out of sight."
          : "Be told by this browser when paios asks while it is out of sight."}
      </p>
      {state === "on" ? (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => turn(false)}>
          Turn off
        </Button>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => (state === "off" ? turn(true) : void allowNotices().then(setState))}
        >
          Tell me
        </Button>
      )}
    </div>
  );
}
