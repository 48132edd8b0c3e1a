/** What the assistant wrote. */
import { useDeferredValue } from "react";
import type { Message } from "@/api/types";
import { Markdown } from "@/markdown/Markdown";
import type { Links } from "@/markdown/elements";
import classes from "./Chat.module.css";

export function Answer({ message, links }: { message: Message; links: Links }) {
  return (
    <div className={message.external ? classes.external : undefined}>
      {message.external && (
        <p className={classes.outside}>
          Words from outside had a part in this. Links in it open only after you have looked at them.
        </p>
      )}
      <Markdown text={message.text} citations={message.citations} links={links} outside={message.external} />
    </div>
  );
}

/** Nobody has said yet whose words had a part in this: until then its links are those of strangers. */
export function AnswerBeingWritten({ text, links }: { text: string; links: Links }) {
  const shown = useDeferredValue(text);
  return (
    <div className={classes.writing}>
      <Markdown text={shown} links={links} outside />
    </div>
  );
}
