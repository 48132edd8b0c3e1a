/** The latest alarms, as the record has them. */
import { Link } from "wouter";
import { useRead } from "@/api/hooks";
import type { AuditRecord } from "@/api/types";
import { Ago } from "@/ui/Ago";
import { Icon } from "@/ui/icons";
import { Skeleton, Wrong } from "@/ui/states";
import panel from "../Panel.module.css";
import { alarmWords } from "./alarmWords";

const SHOWN = 10;

function Alarm({ record }: { record: AuditRecord }) {
  const where = record.data.conversation_id;
  const sent = record.kind === "alert.sent";
  return (
    <li className={panel.row}>
      <Icon name={sent ? "bell" : "wrong"} className={panel.mark} data-tone={sent ? "plain" : "bad"} />
      <div className={panel.main}>
        <span>{alarmWords(record)}</span>
        <span className={panel.meta}>
          <Ago at={record.at} />
          {typeof where === "string" && <Link href={`/chat/${where}`}>its conversation</Link>}
        </span>
      </div>
    </li>
  );
}

export function RecentAlerts() {
  const alarms = useRead("list_audit_records", { query: { kind: "alert", limit: SHOWN } });
  if (alarms.isPending) return <Skeleton lines={1} label="Loading alarms" />;
  if (alarms.isError) return <Wrong error={alarms.error} onRetry={() => void alarms.refetch()} />;
  if (alarms.data.items.length === 0) return <p className={panel.hint}>There was no alarm so far.</p>;
  return (
    <ul className={panel.rows} aria-label="Latest alarms">
      {alarms.data.items.map((record) => (
        <Alarm key={record.seq} record={record} />
      ))}
    </ul>
  );
}
