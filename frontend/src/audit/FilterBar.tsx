import { Button, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { SearchField } from "@/ui/SearchField";
import classes from "./Audit.module.css";
import type { Filters } from "./useFilters";
import { isId, isKind } from "./words";

interface FilterBarProps {
  filters: Filters;
  kinds: readonly string[];
  onChange: (change: Partial<Filters>) => void;
}

/** What is typed is asked for once the typing rests. */
function useRested(value: string, onRest: (text: string) => void): readonly [string, (text: string) => void] {
  const [text, setText] = useState(value);
  const rest = useDebouncedCallback(onRest, 300);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
  return [
    text,
    (next) => {
      setText(next);
      rest(next);
    },
  ];
}

export function FilterBar({ filters, kinds, onChange }: FilterBarProps) {
  const [text, setText] = useRested(filters.text, (next) => onChange({ text: next }));
  const [kind, setKind] = useRested(filters.kind, (next) => onChange({ kind: next.trim() }));
  const [run, setRun] = useRested(filters.run, (next) => onChange({ run: next.trim() }));
  const any = Object.values(filters).some((value) => value !== "" && value !== 0);
  return (
    <div className={classes.filters} role="search" aria-label="Filter the activity">
      <SearchField className={clsx(classes.wide)} label="Search the record" value={text} onChange={setText} />
      <TextInput
        aria-label="Kind of record"
        placeholder="Kind, such as call"
        list="audit-kinds"
        maxLength={81}
        value={kind}
        error={kind !== "" && !isKind(kind) ? "Letters, one point" : undefined}
        onChange={(event) => setKind(event.currentTarget.value)}
      />
      <datalist id="audit-kinds">
        {kinds.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <TextInput
        aria-label="Run"
        placeholder="Run"
        value={run}
        error={run !== "" && !isId(run) ? "The id of a run" : undefined}
        onChange={(event) => setRun(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        aria-label="From this day"
        leftSection="From"
        leftSectionWidth={52}
        value={filters.since}
        onChange={(event) => onChange({ since: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        aria-label="To this day"
        leftSection="To"
        leftSectionWidth={36}
        value={filters.until}
        onChange={(event) => onChange({ until: event.currentTarget.value })}
      />
      {any && (
        <Button variant="subtle" onClick={() => onChange({ text: "", kind: "", run: "", since: "", until: "" })}>
          Clear
        </Button>
      )}
    </div>
  );
}
