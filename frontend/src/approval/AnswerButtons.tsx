/** Deny, allow once, and the longer answers; none of them takes an answer while the card is new. */
import { Button, Menu } from "@mantine/core";
import { clsx } from "clsx";
import type { Remember } from "@/api/types";
import { Icon } from "@/ui/icons";
import classes from "./ApprovalCard.module.css";

export type GiveAnswer = (allow: boolean, remember: Remember) => void;

interface AnswerButtonsProps {
  held: boolean;
  busy: boolean;
  /** Whether a yes may hold for longer than once. */
  longer: boolean;
  onAnswer: GiveAnswer;
}

export function AnswerButtons({ held, busy, longer, onAnswer }: AnswerButtonsProps) {
  const blocked = held || busy;
  const answer: GiveAnswer = (allow, remember) => {
    if (!blocked) onAnswer(allow, remember);
  };
  // A key that is held down repeats: that is no answer either.
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.repeat) event.preventDefault();
  };
  const waits = { "aria-disabled": blocked, "data-held": held || undefined, onKeyDown };
  return (
    <div className={classes.buttons}>
      <Button variant="default" {...waits} className={clsx(classes.deny)} onClick={() => answer(false, "once")}>
        Deny
      </Button>
      <span className={classes.allow}>
        <Button {...waits} onClick={() => answer(true, "once")} loading={busy}>
          Allow once
        </Button>
        {longer && (
          <Menu position="bottom-end" withinPortal disabled={blocked}>
            <Menu.Target>
              <Button {...waits} className={clsx(classes.more)} aria-label="Allow for longer" px={8}>
                <Icon name="down" size={16} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => answer(true, "conversation")}>Allow in this conversation</Menu.Item>
              <Menu.Item onClick={() => answer(true, "hour")}>Allow for one hour</Menu.Item>
              <Menu.Item onClick={() => answer(true, "always")}>Always allow</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
    </div>
  );
}
