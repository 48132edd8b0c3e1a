import { ActionIcon } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { Icon } from "./icons";

export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const { copied, copy } = useClipboard({ timeout: 1500 });
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={copied ? "Copied" : label}
      title={label}
      onClick={() => copy(text)}
    >
      <Icon name={copied ? "check" : "copy"} size={15} />
    </ActionIcon>
  );
}
