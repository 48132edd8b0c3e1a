import { AboutSection } from "./AboutSection";
import { AppearanceSection } from "./AppearanceSection";
import { CautionSection } from "./CautionSection";
import { DeviceSection } from "./DeviceSection";
import { FolderSection } from "./LimitsSection";
import { ModelSection } from "./ModelSection";
import type { PanelProps } from "./sections";

export default function GeneralPanel({ admin }: PanelProps) {
  return (
    <>
      <ModelSection admin={admin} />
      <CautionSection />
      <DeviceSection />
      <FolderSection />
      <AppearanceSection />
      <AboutSection />
    </>
  );
}
