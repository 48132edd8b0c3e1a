import { AboutSection } from "./AboutSection";
import { AppearanceSection } from "./AppearanceSection";
import { CautionSection } from "./CautionSection";
import { FolderSection } from "./LimitsSection";
import { ModelSection } from "./ModelSection";
import type { PanelProps } from "./sections";

export default function GeneralPanel({ admin }: PanelProps) {
  return (
    <>
      <ModelSection admin={admin} />
      <CautionSection />
      <FolderSection />
      <AppearanceSection />
      <AboutSection />
    </>
  );
}
