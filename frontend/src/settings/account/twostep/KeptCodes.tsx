/** Recovery codes, shown once: copied, saved or written down before they go. */
import { Button, Checkbox } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useState } from "react";
import { recoveryFile } from "@/proof/codes";
import { Icon } from "@/ui/icons";
import panel from "../../Panel.module.css";
import classes from "./TwoStep.module.css";

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "paios-recovery-codes.txt";
  link.click();
  URL.revokeObjectURL(address);
}

export function KeptCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { copied, copy } = useClipboard({ timeout: 1500 });
  const [kept, setKept] = useState(false);
  const text = recoveryFile(codes, location.host, new Date());
  return (
    <div className={panel.form}>
      <p>
        Each signs you in once in place of the app or a passkey. They are shown now and never again: keep them where you
        find them without this device.
      </p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={panel.bar}>
        <Button
          variant="default"
          // The dialog is open already, and what had the focus is gone.
          autoFocus
          leftSection={<Icon name={copied ? "check" : "copy"} size={15} />}
          onClick={() => copy(codes.join("\n"))}
        >
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button variant="default" leftSection={<Icon name="file" size={15} />} onClick={() => save(text)}>
          Save as a file
        </Button>
      </div>
      <Checkbox label="I have kept them" checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} />
      <div className={panel.buttons}>
        <Button disabled={!kept} onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
