import { useQueryClient } from "@tanstack/react-query";
import { useClient, useRead, useWrite } from "@/api/hooks";
import { asProblem } from "@/api/problem";
import type { FolderWord, NoteTrust } from "@/api/types";
import { useToast } from "@/ui/Toasts";
import { withWord } from "./trust";

interface Trust {
  readonly trust: NoteTrust | undefined;
  /** Says of a folder whose words its notes are; the empty folder is all of them. */
  readonly say: (folder: string, mine: boolean) => void;
  readonly busy: boolean;
}

/** What was said of folders. A change begins with what the server has now, and can be undone. */
export function useTrust(): Trust {
  const client = useClient();
  const queries = useQueryClient();
  const trust = useRead("get_note_trust", {}).data;
  const { mutateAsync: change, isPending } = useWrite("change_note_trust");
  const tell = useToast();
  const put = async (items: readonly FolderWord[]) => {
    const now = await change({ body: { items: [...items] } });
    queries.setQueryData(["get_note_trust", {}], now);
  };
  const say = (folder: string, mine: boolean) => {
    const name = folder === "" ? "All notes" : folder;
    const failed = (error: unknown) => tell(`Nothing has changed: ${asProblem(error).message}`);
    const said = async () => {
      const before = await client.call("get_note_trust", {});
      await put(withWord(before.items, folder, mine));
      // The word on all of the vault cannot be unsaid, only be said otherwise.
      const undo = folder === "" && !before.asked ? undefined : () => void put(before.items).catch(failed);
      tell(mine ? `${name}: your own words from now on` : `${name}: from outside from now on`, undo);
    };
    void said().catch(failed);
  };
  return { trust, say, busy: isPending };
}
