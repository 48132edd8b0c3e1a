/** Asks once whose words the notes are, where nothing was ever said: until then all of them are from outside. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { putTrustOff, trustWasPutOff } from "@/settings/preferences";
import { Icon } from "@/ui/icons";
import classes from "./Trust.module.css";
import { worthAsking } from "./trust";
import { useNotes } from "./useNotes";
import { useTrust } from "./useTrust";

export function TrustBanner() {
  const { trust, say, busy } = useTrust();
  const notes = useNotes().data ?? [];
  const [later, setLater] = useState(trustWasPutOff);
  if (later || !worthAsking(trust, notes)) return null;
  return (
    <section className={classes.banner} aria-label="Whose words your notes are">
      <Icon name="outside" size={18} />
      <div>
        <strong>Did you write these notes yourself?</strong>
        <p>
          Until you say so they count as from outside: the assistant reads them, and takes no orders from them. You can
          say it for each folder, in its menu.
        </p>
        <div className={classes.acts}>
          <Button size="xs" loading={busy} onClick={() => say("", true)}>
            I wrote them myself
          </Button>
          <Button size="xs" variant="default" disabled={busy} onClick={() => say("", false)}>
            Not all of them
          </Button>
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              putTrustOff();
              setLater(true);
            }}
          >
            Ask me another time
          </Button>
        </div>
      </div>
    </section>
  );
}
