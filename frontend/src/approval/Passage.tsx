/** The words a value was read from, and all that came back around them, at the place. */
import { useEffect, useMemo, useRef } from "react";
import { useRead } from "@/api/hooks";
import type { Origin } from "@/api/types";
import { Skeleton, Wrong } from "@/ui/states";
import classes from "./Origins.module.css";
import { placeOf } from "./place";
import { sourcePlainly } from "./plain";
import { Visible } from "./Visible";

/** The quote is as the guard compares texts: where its place is found, that says it better. */
function Marked({ text, origin }: { text: string; origin: Origin }) {
  const place = useMemo(() => placeOf(text, origin.quote, origin.value), [text, origin]);
  const box = useRef<HTMLPreElement>(null);
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    const shown = box.current;
    if (shown !== null && mark.current !== null)
      shown.scrollTop = mark.current.offsetTop - shown.clientHeight / 2 + mark.current.offsetHeight / 2;
  }, [place]);
  return (
    <>
      {place === null && <Quote origin={origin} />}
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre ref={box} className={classes.whole} tabIndex={0} dir="auto" aria-label="All that came back">
        {place === null ? (
          <Visible text={text} />
        ) : (
          <>
            <Visible text={place.before} />
            <mark ref={mark} className={classes.mark}>
              <Visible text={place.value} />
            </mark>
            <Visible text={place.after} />
          </>
        )}
      </pre>
    </>
  );
}

function Whole({ runId, callId, origin }: { runId: string; callId: string; origin: Origin }) {
  const result = useRead("get_step", { path: { run_id: runId, step_id: callId } });
  if (result.isPending) return <Skeleton lines={3} label="Loading what came back" />;
  if (result.isError)
    return (
      <>
        <Quote origin={origin} />
        <Wrong error={result.error} onRetry={() => void result.refetch()} />
      </>
    );
  return <Marked text={result.data.text} origin={origin} />;
}

function Quote({ origin }: { origin: Origin }) {
  if (origin.quote === "") return null;
  const place = placeOf(origin.quote, origin.value, origin.value);
  return (
    <blockquote className={classes.quote} data-outside={origin.outside || undefined}>
      {place === null ? (
        <Visible text={origin.quote} />
      ) : (
        <>
          <Visible text={place.before} />
          <mark className={classes.mark}>
            <Visible text={place.value} />
          </mark>
          <Visible text={place.after} />
        </>
      )}
    </blockquote>
  );
}

interface PassageProps {
  origin: Origin;
  /** The run whose step is shown; null where it is not known. */
  runId: string | null;
  label: string;
  id: string;
}

export function Passage({ origin, runId, label, id }: PassageProps) {
  return (
    <div className={classes.passage} id={id} role="group" aria-label={label}>
      <p className={classes.from}>
        <Visible text={sourcePlainly(origin.source)} />
        {origin.field !== "" && (
          <>
            {", at "}
            <code>
              <Visible text={origin.field} />
            </code>
          </>
        )}
        {origin.outside && " · somebody else could have written this"}
      </p>
      {runId !== null && origin.call_id !== null ? (
        <Whole runId={runId} callId={origin.call_id} origin={origin} />
      ) : (
        <Quote origin={origin} />
      )}
    </div>
  );
}
