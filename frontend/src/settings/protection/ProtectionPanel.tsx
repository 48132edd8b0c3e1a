import type { PanelProps } from "../sections";
import { AlertsSection } from "./AlertsSection";
import { DefencesSection } from "./DefencesSection";
import { ScreenerSection } from "./ScreenerSection";

export default function ProtectionPanel({ admin }: PanelProps) {
  return (
    <>
      <DefencesSection admin={admin} />
      <ScreenerSection admin={admin} />
      <AlertsSection admin={admin} />
    </>
  );
}
