/** Deny, edit, allow once, and the longer answers; no yes or no is taken while the card is new. */
import { Button, Menu } from "@mantine/core";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { Icon } from "@/ui/icons";
import classes from "./ApprovalCard.module.css";
import { type Lasting, LASTINGS, ONCE } from "./lasting";

export type GiveAnswer = (allow: boolean, lasting: Lasting) => void;

interface AnswerButtonsProps {
  held: boolean;
  busy: boolean;
  /** Whether a yes may hold for longer than once. */
  longer: boolean;
  /** The words of the yes. */
  yes: string;
  /** Those of the no. */
  no?: string;
  /** There is nothing that a yes could cover. */
  empty?: boolean;
  onAnswer: GiveAnswer;
  /** What else can be done, beside the no. */
  children?: ReactNode;
}

export function AnswerButtons({ held, busy, longer, yes, no = "Deny", empty = false, onAnswer, children }: AnswerButtonsProps) {
  const blocked = held || busy;
  const answer: GiveAnswer = (allow, lasting) => {
    if (!blocked && !(allow && empty)) onAnswer(allow, lasting);
  };
  // A key that is held down repeats: that is no answer either.
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.repeat) event.preventDefault();
  };
  const waits = { "aria-disabled": blocked, "data-held": held || undefined, onKeyDown };
  return (
    <div className={classes.buttons}>
      <span className={classes.no}>
        <Button variant="default" {...waits} className={clsx(classes.deny)} onClick={() => answer(false, ONCE)}>
          {no}
        </Button>
        {children}
      </span>
      <span className={classes.allow}>
        <Button {...waits} aria-disabled={blocked || empty} onClick={() => answer(true, ONCE)} loading={busy}>
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
              {LASTINGS.map(({ label, lasting }) => (
                <Menu.Item key={label} onClick={() => answer(true, lasting(new Date()))}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
    </div>
  );
}
