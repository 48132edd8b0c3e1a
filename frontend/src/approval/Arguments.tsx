import classes from "./ApprovalCard.module.css";
import { Visible } from "./Visible";

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

/** The values a tool would be called with, each as it is. */
export function Arguments({ values }: { values: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(values);
  if (entries.length === 0) return <p className={classes.none}>Nothing else is handed over.</p>;
  return (
    <dl className={classes.arguments}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>
            <Visible text={name} />
          </dt>
          <dd>
            <Visible text={written(value)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
