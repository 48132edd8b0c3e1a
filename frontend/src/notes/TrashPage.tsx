import { Button } from "@mantine/core";
import { useLocation } from "wouter";
import { useTitle } from "@/app/useTitle";
import { useRead, useWrite } from "@/api/hooks";
import { Ago } from "@/ui/Ago";
import { Columns } from "@/ui/Columns";
import { PageHead } from "@/ui/PageHead";
import { Empty, Skeleton, Wrong } from "@/ui/states";
import { useToast } from "@/ui/Toasts";
import { addressOfNote } from "./address";
import { NoteList } from "./NoteList";
import classes from "./Notes.module.css";

function Trash() {
  const trash = useRead("list_trash", { query: { limit: 200 } });
  const restore = useWrite("restore_note");
  const tell = useToast();
  const [, go] = useLocation();
  const items = trash.data?.items ?? [];
  if (trash.isPending) return <Skeleton lines={6} label="Loading deleted notes" />;
  if (trash.isError) return <Wrong error={trash.error} onRetry={() => void trash.refetch()} />;
  if (items.length === 0)
    return (
      <Empty icon="trash" title="Nothing was deleted">
        <p>What you delete can be put back from here.</p>
      </Empty>
    );
  return (
    <ul className={classes.trash}>
      {items.map((item) => (
        <li key={item.id}>
          <span className={classes.trashPath} dir="auto" title={item.path}>
            {item.path}
          </span>
          <span className={classes.dim}>
            <Ago at={item.deleted_at} />
          </span>
          <Button
            variant="default"
            size="xs"
            aria-label={`Put back ${item.path}`}
            onClick={() =>
              restore.mutate(
                { path: { trash_id: item.id } },
                {
                  onSuccess: (note) => go(addressOfNote(note.path)),
                  onError: (error) => tell(`Not put back: ${error.message}`),
                },
              )
            }
          >
            Put back
          </Button>
        </li>
      ))}
    </ul>
  );
}

export default function TrashPage() {
  useTitle("Deleted notes");
  return (
    <Columns list={<NoteList current={null} />} listLabel="Notes">
      <PageHead title="Deleted notes" />
      <div className={classes.scroll}>
        <div className={classes.page}>
          <Trash />
        </div>
      </div>
    </Columns>
  );
}
