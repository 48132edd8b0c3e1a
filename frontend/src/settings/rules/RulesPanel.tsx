/** Answers that the person gave beforehand, or for longer than once: to find, read, change and take back. */
import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { clsx } from "clsx";
import { useState } from "react";
import { useRead } from "@/api/hooks";
import type { Rule } from "@/api/types";
import { Icon } from "@/ui/icons";
import { SearchField } from "@/ui/SearchField";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import classes from "../Panel.module.css";
import { RuleForm } from "./RuleForm";
import { RuleRow } from "./RuleRow";
import { Suggestions } from "./Suggestions";
import { useTools } from "./useTools";

const PAGE = 50;
const ALL = "";

interface Filters {
  text: string;
  verdict: Rule["verdict"] | "";
  tool: string;
  alive: boolean;
}

const NONE: Filters = { text: "", verdict: ALL, tool: ALL, alive: true };

function FilterBar({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const tools = useTools();
  return (
    <div className={classes.bar} role="search" aria-label="Rules">
      <SearchField
        className={clsx(classes.search)}
        label="Search rules"
        value={filters.text}
        onChange={(text) => onChange({ ...filters, text })}
      />
      <NativeSelect
        aria-label="What they do"
        data={[
          { value: ALL, label: "Any answer" },
          { value: "allow", label: "Allow" },
          { value: "ask", label: "Ask me" },
          { value: "deny", label: "Deny" },
        ]}
        value={filters.verdict}
        onChange={({ currentTarget: { value } }) => onChange({ ...filters, verdict: value as Filters["verdict"] })}
      />
      <NativeSelect
        aria-label="Tool"
        data={[{ value: ALL, label: "Any tool" }, ...tools]}
        value={filters.tool}
        onChange={({ currentTarget: { value } }) => onChange({ ...filters, tool: value })}
      />
      <SegmentedControl
        aria-label="Which rules"
        data={[
          { value: "alive", label: "In force" },
          { value: "all", label: "All" },
        ]}
        value={filters.alive ? "alive" : "all"}
        onChange={(value) => onChange({ ...filters, alive: value === "alive" })}
      />
    </div>
  );
}

function Pager({ from, total, onTurn }: { from: number; total: number; onTurn: (from: number) => void }) {
  if (total <= PAGE) return null;
  return (
    <div className={classes.foot}>
      <span>
        {from + 1} to {Math.min(from + PAGE, total)} of {total}
      </span>
      <div className={classes.acts}>
        <Button variant="default" size="xs" disabled={from === 0} onClick={() => onTurn(from - PAGE)}>
          Newer
        </Button>
        <Button variant="default" size="xs" disabled={from + PAGE >= total} onClick={() => onTurn(from + PAGE)}>
          Older
        </Button>
      </div>
    </div>
  );
}

export default function RulesPanel() {
  const [filters, setFilters] = useState(NONE);
  const [from, setFrom] = useState(0);
  const [editing, setEditing] = useState<Rule | null | undefined>();
  const [{ text, verdict, tool, alive }] = useDebouncedValue(filters, 200);
  const query = { limit: PAGE, offset: from, text, alive, ...(verdict && { verdict }), ...(tool && { tool }) };
  const rules = useRead("list_rules", { query }, { keep: true });
  const items = rules.data?.items ?? [];
  const filtered = text !== "" || verdict !== ALL || tool !== ALL || !alive;
  const add = (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing(null)}>
      Add a rule
    </Button>
  );
  return (
    <div className={classes.panel}>
      <div className={classes.intro}>
        <p>
          Answers that hold beforehand. A denial counts before all else, then “ask me”, then what allows. What is not
          covered here asks you.
        </p>
        {add}
      </div>
      <Suggestions />
      <FilterBar
        filters={filters}
        onChange={(changed) => {
          setFilters(changed);
          setFrom(0);
        }}
      />
      {rules.isPending && <Skeleton lines={6} label="Loading rules" />}
      {rules.isError && <Wrong error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.isSuccess && items.length === 0 && (
        <Empty icon="check" title={filtered ? "No rule is like that" : "There are no rules"}>
          <p>
            {filtered
              ? "Search for other words, or look at all of them."
              : "Everything that changes something asks you first. Rules come from the longer answers on a card, or from you here."}
          </p>
          {filtered && (
            <Button variant="default" onClick={() => setFilters({ ...NONE, alive: filters.alive })}>
              Clear the search
            </Button>
          )}
        </Empty>
      )}
      {items.length > 0 && (
        <ul className={classes.rows} aria-label="Rules" aria-busy={rules.isFetching}>
          {items.map((rule) => (
            <RuleRow key={rule.id} rule={rule} onEdit={() => setEditing(rule)} />
          ))}
        </ul>
      )}
      <Pager from={from} total={rules.data?.total ?? 0} onTurn={setFrom} />
      <RuleForm rule={editing} onDone={() => setEditing(undefined)} />
    </div>
  );
}
