import { CopyButton } from "@/ui/CopyButton";
import classes from "./Markdown.module.css";

export function CodeBlock({ text, language }: { text: string; language: string }) {
  return (
    <div className={classes.code}>
      <div className={classes.codeHead}>
        <span>{language}</span>
        <CopyButton text={text} label="Copy this code" />
      </div>
      {/* A long line scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} dir="ltr">
        <code>{text}</code>
      </pre>
    </div>
  );
}
