/** Deny, edit, allow once, and the longer answers; no yes or no is taken while the card is new. */
import { Button, Menu } from "@mantine/core";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { Remember } from "@/api/types";
import { Icon } from "@/ui/icons";
import classes from "./ApprovalCard.module.css";

export type GiveAnswer = (allow: boolean, remember: Remember) => void;

interface AnswerButtonsProps {
  held: boolean;
  busy: boolean;
  /** Whether a yes may hold for longer than once. */
  longer: boolean;
  /** The words of the yes. */
  yes: string;
  /** There is nothing that a yes could cover. */
  empty?: boolean;
  onAnswer: GiveAnswer;
  /** What else can be done, beside the no. */
  children?: ReactNode;
}

export function AnswerButtons({ held, busy, longer, yes, empty = false, onAnswer, children }: AnswerButtonsProps) {
  const blocked = held || busy;
  const answer: GiveAnswer = (allow, remember) => {
    if (!blocked && !(allow && empty)) onAnswer(allow, remember);
  };
  // A key that is held down repeats: that is no answer either.
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.repeat) event.preventDefault();
  };
  const waits = { "aria-disabled": blocked, "data-held": held || undefined, onKeyDown };
  return (
    <div className={classes.buttons}>
      <span className={classes.no}>
        <Button variant="default" {...waits} className={clsx(classes.deny)} onClick={() => answer(false, "once")}>
          Deny
        </Button>
        {children}
      </span>
      <span className={classes.allow}>
        <Button {...waits} aria-disabled={blocked || empty} onClick={() => answer(true, "once")} loading={busy}>
          {yes}
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
