/** Everything that happened, as it was written down. */
import { Button } from "@mantine/core";
import { useMemo } from "react";
import { useSession } from "@/app/SessionGate";
import { useTitle } from "@/app/useTitle";
import { useRead } from "@/api/hooks";
import { PageHead } from "@/ui/PageHead";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import classes from "./Audit.module.css";
import { FilterBar } from "./FilterBar";
import { RecordRow } from "./RecordRow";
import { PAGE, queryOf, useFilters } from "./useFilters";
import { useVerify, VerifyButton, VerifyResult } from "./Verify";

const KNOWN = ["call", "run", "approval", "rule", "session", "pause", "settings"];

export default function AuditPage() {
  useTitle("Activity");
  const [filters, change] = useFilters();
  const records = useRead("list_audit_records", { query: queryOf(filters) }, { keep: true });
  const verify = useVerify();
  const admin = useSession().user.role === "admin";
  const items = useMemo(() => records.data?.items ?? [], [records.data]);
  const kinds = useMemo(() => [...new Set([...KNOWN, ...items.map((item) => item.kind)])].sort(), [items]);
  const total = records.data?.total ?? 0;
  const first = filters.page * PAGE;
  return (
    <div className={classes.column}>
      <PageHead title="Activity">{admin && <VerifyButton verify={verify} />}</PageHead>
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Activity">
        <div className={classes.page}>
          <VerifyResult verify={verify} />
          <FilterBar filters={filters} kinds={kinds} onChange={change} />
          {records.isPending && <Skeleton lines={10} label="Loading the record" />}
          {records.isError && <Wrong error={records.error} onRetry={() => void records.refetch()} />}
          {records.isSuccess && items.length === 0 && (
            <Empty icon="activity" title="Nothing like that was recorded">
              <p>Take a filter away to see more.</p>
            </Empty>
          )}
          <ol className={classes.records} aria-label="Records, newest first">
            {items.map((record) => (
              <RecordRow key={record.seq} record={record} onRun={(run) => change({ run })} />
            ))}
          </ol>
          {total > PAGE && (
            <nav className={classes.pages} aria-label="Pages">
              <Button
                variant="default"
                size="xs"
                disabled={first === 0}
                onClick={() => change({ page: filters.page - 1 })}
              >
                Newer
              </Button>
              <span>
                {first + 1}–{Math.min(total, first + items.length)} of {total.toLocaleString()}
              </span>
              <Button
                variant="default"
                size="xs"
                disabled={first + PAGE >= total}
                onClick={() => change({ page: filters.page + 1 })}
              >
                Older
              </Button>
            </nav>
          )}
        </div>
      </div>
    </div>
  );
}
