/** The frame: the rail, the bars that concern every page, and the page. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useLocation } from "wouter";
import { ProofProvider } from "@/proof/ProofProvider";
import { KeysDialog } from "./KeysDialog";
import { Bars } from "./Bars";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { useKeys } from "./useKeys";
import { useLive } from "./useLive";
import { hearClicks } from "./push";
import { useNotices } from "./useNotices";

export function Shell({ children }: { children: ReactNode }) {
  const connected = useLive();
  useNotices();
  const [dialog, setDialog] = useState<"palette" | "keys" | null>(null);
  useKeys({ onPalette: () => setDialog("palette"), onKeys: () => setDialog("keys") });
  const main = useRef<HTMLElement>(null);
  const [path, go] = useLocation();
  useEffect(() => hearClicks(go), [go]);
  useEffect(() => {
    // A page that goes takes the focus with it; then the new page has it.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [path]);
  const close = () => setDialog(null);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <Bars connected={connected} />
      <Rail onPalette={() => setDialog("palette")} />
      <ProofProvider>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      </ProofProvider>
      <Palette opened={dialog === "palette"} onClose={close} onKeys={() => setDialog("keys")} />
      <KeysDialog opened={dialog === "keys"} onClose={close} />
    </div>
  );
}
