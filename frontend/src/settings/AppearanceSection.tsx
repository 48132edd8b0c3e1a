import { SegmentedControl, Switch, useMantineColorScheme } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { singleKeysAreOn, switchSingleKeys } from "./preferences";
import { Section } from "./Section";
import classes from "./Settings.module.css";

const SCHEMES = [
  { value: "auto", label: "Like the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

export function AppearanceSection() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [keys, setKeys] = useState(singleKeysAreOn);
  return (
    <Section title="Appearance" says="For this browser.">
      <SegmentedControl
        aria-label="Colours"
        data={SCHEMES.map((each) => ({ ...each }))}
        value={colorScheme}
        onChange={(value) => setColorScheme(value)}
      />
      <Switch
        className={clsx(classes.switch)}
        label="Single letters are keys"
        description="Such as ? for help and c for a new conversation. Ctrl or ⌘ K works either way."
        checked={keys}
        onChange={(event) => {
          setKeys(event.currentTarget.checked);
          switchSingleKeys(event.currentTarget.checked);
        }}
      />
    </Section>
  );
}
