/** The settings: a list of sections, and the one that the address names. */
import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Suspense } from "react";
import { Link, useLocation } from "wouter";
import { ErrorBoundary } from "@/app/ErrorBoundary";
import { useSession } from "@/app/SessionGate";
import { useTitle } from "@/app/useTitle";
import { PageHead } from "@/ui/PageHead";
import { Empty, Skeleton } from "@/ui/states";
import { SectionList } from "./SectionList";
import { SECTIONS, sectionAt, type SettingsSection } from "./sections";
import classes from "./Settings.module.css";

interface PanelOfProps {
  section: SettingsSection | undefined;
  item: string;
  admin: boolean;
  alone: boolean;
}

function PanelOf({ section, item, admin, alone }: PanelOfProps) {
  useTitle(section?.label ?? "Settings");
  const back = alone ? { href: "/settings", label: "Settings" } : undefined;
  return (
    <div className={classes.column}>
      <PageHead title={section?.label ?? "Settings"} back={back} />
      {/* Scrolls, by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label="Settings">
        <div className={classes.page}>
          {section === undefined ? (
            <Empty icon="settings" title="There are no such settings">
              <Button component={Link} href="/settings" variant="default">
                All settings
              </Button>
            </Empty>
          ) : (
            <ErrorBoundary key={section.slug}>
              <Suspense fallback={<Skeleton lines={6} />}>
                <section.Panel admin={admin} item={item} />
              </Suspense>
            </ErrorBoundary>
          )}
        </div>
      </div>
    </div>
  );
}

function Contents({ admin }: { admin: boolean }) {
  useTitle("Settings");
  return (
    <div className={classes.column}>
      <PageHead title="Settings" />
      <div className={classes.scroll}>
        <SectionList current="" admin={admin} roomy />
      </div>
    </div>
  );
}

export default function SettingsPage() {
  const admin = useSession().user.role === "admin";
  const [path] = useLocation();
  const phone = useMediaQuery("(max-width: 900px)", undefined, { getInitialValueInEffect: false });
  const asked = sectionAt(path);
  if (phone && asked === null) return <Contents admin={admin} />;
  const { section, item } = asked ?? { section: SECTIONS[0], item: "" };
  return (
    <div className={classes.beside}>
      {!phone && <SectionList current={section?.slug ?? ""} admin={admin} roomy={false} />}
      <PanelOf section={section} item={item} admin={admin} alone={phone} />
    </div>
  );
}
