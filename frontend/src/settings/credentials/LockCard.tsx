/** What locks the credentials, and how safe that is. */
import type { CredentialLock } from "@/api/types";
import { CopyButton } from "@/ui/CopyButton";
import { Icon } from "@/ui/icons";
import classes from "./Credentials.module.css";
import { lockWords, REKEY } from "./credentialWords";

export function LockCard({ lock }: { lock: CredentialLock | null }) {
  const { title, says, better } = lockWords(lock);
  return (
    <section className={classes.lock} aria-label="What locks the credentials" data-weak={lock?.beside_data}>
      <Icon name={lock?.beside_data === true ? "wrong" : "lock"} size={20} />
      <div>
        <h2>{title}</h2>
        <p>{says}</p>
        {better !== undefined && (
          <p>
            {better}{" "}
            <span className={classes.command}>
              <code>{REKEY}</code> <CopyButton text={REKEY} label="Copy the command" />
            </span>
          </p>
        )}
      </div>
    </section>
  );
}
