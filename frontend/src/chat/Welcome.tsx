/** The empty chat: three questions to begin with, made from what is in the notes. */
import { useNotes } from "@/notes/useNotes";
import { Icon } from "@/ui/icons";
import classes from "./Chat.module.css";
import { examples } from "./examples";

export function Welcome({ onChoose }: { onChoose: (text: string) => void }) {
  const notes = useNotes();
  const count = notes.data?.length ?? 0;
  return (
    <div className={classes.welcome}>
      <h2>What would you like to know?</h2>
      <p>
        {count === 0
          ? "You have no notes yet; I can write the first one with you. "
          : `I can read your ${count === 1 ? "note" : `${count} notes`}. `}
        Before I change anything, I ask you.
      </p>
      {notes.isFetched && (
        <ul>
          {examples(notes.data ?? []).map((text) => (
            <li key={text}>
              <button type="button" onClick={() => onChoose(text)}>
                <span>{text}</span>
                <Icon name="right" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
