import { Modal } from "@mantine/core";
import classes from "./Palette.module.css";

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ["Ctrl K  ⌘ K", "Find any action or note"],
  ["?", "Show these keys"],
  ["Esc", "Close what is open, leave what is begun"],
  ["Enter", "Send the message"],
  ["Shift Enter", "A new line in the message"],
  ["Ctrl S  ⌘ S", "Save the note"],
  ["c", "New conversation"],
  ["/", "Search"],
  ["g then c, i, n, a, s", "Go to chat, inbox, notes, activity, settings"],
];

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="md" closeButtonProps={{ "aria-label": "Close" }}>
      <dl className={classes.keys}>
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>{does}</dt>
            <dd>
              <kbd>{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
