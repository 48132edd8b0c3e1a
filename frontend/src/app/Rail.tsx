import { clsx } from "clsx";
import { Link, useLocation } from "wouter";
import { useRead, useWrite } from "@/api/hooks";
import { Icon, type IconName, Mark } from "@/ui/icons";
import { useToast } from "@/ui/Toasts";
import classes from "./Shell.module.css";

const PLACES: readonly { href: string; icon: IconName; label: string }[] = [
  { href: "/chat", icon: "chat", label: "Chat" },
  { href: "/inbox", icon: "inbox", label: "Inbox" },
  { href: "/notes", icon: "notes", label: "Notes" },
  { href: "/audit", icon: "activity", label: "Activity" },
  { href: "/settings", icon: "settings", label: "Settings" },
];

export function usePending(): number {
  return useRead("list_approvals", { query: { state: "pending", limit: 50 } }).data?.total ?? 0;
}

function PauseButton() {
  const pause = useRead("get_pause", {}).data?.paused ?? false;
  const stop = useWrite("pause");
  const resume = useWrite("resume");
  const tell = useToast();
  const press = () =>
    (pause ? resume : stop).mutate({}, { onError: (error) => tell(`${error.title}: ${error.message}`) });
  return (
    <button
      type="button"
      className={clsx(classes.item, classes.push, pause && classes.paused)}
      aria-pressed={pause}
      title={pause ? "Let everything go on" : "Stop everything before its next step"}
      disabled={stop.isPending || resume.isPending}
      onClick={press}
    >
      <Icon name={pause ? "play" : "pause"} size={20} />
      {pause ? "Resume" : "Pause"}
    </button>
  );
}

export function Rail({ onPalette }: { onPalette: () => void }) {
  const [path] = useLocation();
  const pending = usePending();
  return (
    <nav className={classes.rail} aria-label="Main">
      <button
        type="button"
        className={clsx(classes.item, classes.mark)}
        onClick={onPalette}
        aria-label="Find anything"
        title="Find anything (Ctrl or ⌘ K)"
      >
        <Mark size={26} />
      </button>
      {PLACES.map(({ href, icon, label }) => (
        <Link
          key={href}
          href={href}
          className={clsx(classes.item)}
          aria-current={path === href || path.startsWith(`${href}/`) ? "page" : undefined}
        >
          <Icon name={icon} size={20} />
          {label}
          {href === "/inbox" && pending > 0 && (
            <span className={classes.count} aria-label={`${pending} waiting`}>
              {pending > 99 ? "99+" : pending}
            </span>
          )}
        </Link>
      ))}
      <PauseButton />
    </nav>
  );
}
