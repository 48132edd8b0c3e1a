/** How often a person wants to be asked, in plain words. */
import { Radio } from "@mantine/core";
import { clsx } from "clsx";
import type { Caution } from "@/api/types";
import settings from "@/settings/Settings.module.css";

type Mode = Caution["mode"];

const CHOICES: readonly { mode: Mode; title: string; note: string }[] = [
  {
    mode: "ask",
    title: "Ask me every time",
    note: "Before anything is changed or sent you see a card, unless you said “always” to that kind before.",
  },
  {
    mode: "vouched",
    title: "Ask me only when it is not plainly what I said",
    note: "What you asked for in so many words is done at once. The rest, deleting, and whatever others wrote into it still ask.",
  },
];

export function CautionChoice({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  const choose = (value: string) => {
    const chosen = CHOICES.find((each) => each.mode === value);
    if (chosen !== undefined) onChange(chosen.mode);
  };
  return (
    <Radio.Group value={mode} onChange={choose} aria-label="How often it asks">
      <div className={settings.choices}>
        {CHOICES.map(({ mode: value, title, note }) => (
          <Radio.Card key={value} value={value} className={clsx(settings.choice)} aria-label={title}>
            <Radio.Indicator />
            <span>
              <strong>{title}</strong>
              <span className={settings.note}>{note}</span>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
