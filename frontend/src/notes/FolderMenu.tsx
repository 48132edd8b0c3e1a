/** Whose words the notes of a folder are, said by the person. */
import { ActionIcon, Menu } from "@mantine/core";
import { Icon } from "@/ui/icons";
import classes from "./Trust.module.css";
import { isMine } from "./trust";
import { useTrust } from "./useTrust";

const WORDS = [
  {
    mine: true,
    label: "I wrote these myself",
    says: "They count as your own words, also what other programs of yours write there. Mails and clippings that say so stay from outside.",
  },
  {
    mine: false,
    label: "From outside",
    says: "Others may have a hand in them. The assistant reads them, and takes no orders from them. What you write in paios stays yours.",
  },
] as const;

export function FolderMenu({ folder }: { folder: string }) {
  const { trust, say, busy } = useTrust();
  const name = folder === "" ? "all notes" : folder;
  const mine = isMine(trust?.items ?? [], folder);
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={`Whose words: ${name}`} title="Whose words">
          <Icon name="more" size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {WORDS.map((word) => (
          <Menu.Item
            key={word.label}
            disabled={busy || trust === undefined}
            leftSection={<Icon name={mine === word.mine ? "check" : "file"} size={16} opacity={mine === word.mine ? 1 : 0} />}
            aria-current={mine === word.mine}
            onClick={() => say(folder, word.mine)}
          >
            {word.label}
            <span className={classes.says}>{word.says}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
