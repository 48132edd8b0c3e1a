import { ActionIcon, Menu } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { Link } from "wouter";
import type { Conversation } from "@/api/types";
import { Icon } from "@/ui/icons";
import lists from "@/ui/lists.module.css";
import { RenameField } from "./RenameField";
import { useDeleteConversation } from "./useDeleteConversation";

export function ConversationRow({ conversation, current }: { conversation: Conversation; current: boolean }) {
  const [renaming, setRenaming] = useState(false);
  const remove = useDeleteConversation();
  const { id, title } = conversation;
  if (renaming)
    return (
      <li className={lists.row}>
        <RenameField conversation={conversation} onDone={() => setRenaming(false)} />
      </li>
    );
  return (
    <li className={lists.row} data-current={current}>
      <Link href={`/chat/${id}`} className={clsx(lists.link)} aria-current={current ? "page" : undefined} title={title}>
        <span className={lists.name} dir="auto">
          {title}
        </span>
      </Link>
      <span className={lists.tail}>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`More for ${title}`}>
              <Icon name="more" size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="edit" size={16} />} onClick={() => setRenaming(true)}>
              Rename
            </Menu.Item>
            <Menu.Item
              color="red"
              leftSection={<Icon name="trash" size={16} />}
              onClick={() => remove(conversation, current)}
            >
              Delete
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </span>
    </li>
  );
}
