import { useSession } from "@/app/SessionGate";
import { useTitle } from "@/app/useTitle";
import { PageHead } from "@/ui/PageHead";
import { AboutSection } from "./AboutSection";
import { AppearanceSection } from "./AppearanceSection";
import { FolderSection, LimitsSection } from "./LimitsSection";
import { ModelSection } from "./ModelSection";
import { RulesSection } from "./RulesSection";
import { UsageSection } from "./UsageSection";
import classes from "./Settings.module.css";

export default function SettingsPage() {
  useTitle("Settings");
  const admin = useSession().user.role === "admin";
  return (
    <div className={classes.column}>
      <PageHead title="Settings" />
      <div className={classes.scroll}>
        <div className={classes.page}>
          <ModelSection admin={admin} />
          <RulesSection />
          <LimitsSection admin={admin} />
          <UsageSection admin={admin} />
          <FolderSection />
          <AppearanceSection />
          <AboutSection />
        </div>
      </div>
    </div>
  );
}
