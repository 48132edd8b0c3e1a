import { LimitsSection } from "./LimitsSection";
import type { PanelProps } from "./sections";
import { UsageSection } from "./UsageSection";

export default function LimitsPanel({ admin }: PanelProps) {
  return (
    <>
      <LimitsSection admin={admin} />
      <UsageSection admin={admin} />
    </>
  );
}
