/** A list beside the main column, and a pane at the right; on narrow screens the two are sheets. */
import { ActionIcon, Drawer } from "@mantine/core";
import { clsx } from "clsx";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useLocation } from "wouter";
import classes from "./Columns.module.css";
import { Icon } from "./icons";

interface ListSwitch {
  readonly open: boolean;
  readonly label: string;
  readonly toggle: () => void;
}

const ListContext = createContext<ListSwitch | null>(null);

interface ColumnsProps {
  list: ReactNode;
  listLabel: string;
  children: ReactNode;
  pane?: ReactNode;
  paneLabel?: string;
  onPaneClose?: () => void;
}

export function Columns({ list, listLabel, children, pane, paneLabel = "Note", onPaneClose }: ColumnsProps) {
  const phone = useMediaQuery("(max-width: 900px)", undefined, { getInitialValueInEffect: false });
  const narrow = useMediaQuery("(max-width: 1180px)", undefined, { getInitialValueInEffect: false });
  const [kept, setKept] = useLocalStorage({ key: "paios.list", defaultValue: true, getInitialValueInEffect: false });
  // The sheet belongs to the address at which it was opened: whoever chooses from it sees what they chose.
  const [sheetAt, setSheetAt] = useState<string | null>(null);
  const here = useLocation()[0] + location.search;
  const sheet = sheetAt === here;
  const open = phone ? sheet : kept;
  const toggle = () => (phone ? setSheetAt(sheet ? null : here) : setKept(!kept));
  const paned = pane !== undefined && pane !== null;
  return (
    <ListContext value={{ open, label: listLabel, toggle }}>
      <div className={classes.columns} data-list={!phone && kept} data-pane={paned && !narrow}>
        {!phone && kept && (
          <aside className={classes.list} aria-label={listLabel}>
            {list}
          </aside>
        )}
        {phone && (
          <Drawer
            opened={sheet}
            onClose={() => setSheetAt(null)}
            title={listLabel}
            size="min(340px, 88vw)"
            padding={0}
            closeButtonProps={{ "aria-label": "Close" }}
            classNames={{ body: clsx(classes.sheet) }}
          >
            {list}
          </Drawer>
        )}
        <div className={classes.body}>{children}</div>
        {paned && !narrow && (
          <aside className={classes.pane} aria-label={paneLabel}>
            {pane}
          </aside>
        )}
        {narrow && (
          <Drawer
            opened={paned}
            onClose={() => onPaneClose?.()}
            position={phone ? "bottom" : "right"}
            padding={0}
            size={phone ? "85dvh" : "480px"}
            withCloseButton={false}
            attributes={{ content: { "aria-label": paneLabel } }}
            classNames={{ body: clsx(classes.paneSheet), content: clsx(classes.paneContent) }}
          >
            {pane}
          </Drawer>
        )}
      </div>
    </ListContext>
  );
}

/** The button that folds and unfolds the list. */
export function ListToggle() {
  const list = useContext(ListContext);
  if (list === null) return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={list.open ? `Hide: ${list.label}` : `Show: ${list.label}`}
      title={list.label}
      aria-expanded={list.open}
      onClick={list.toggle}
    >
      <Icon name="side" size={20} />
    </ActionIcon>
  );
}
