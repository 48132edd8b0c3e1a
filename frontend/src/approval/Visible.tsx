import classes from "./Visible.module.css";
import { visiblePieces } from "./visible";

/** A text with nothing in it that cannot be seen, kept from turning the text around it. */
export function Visible({ text }: { text: string }) {
  return (
    <bdi>
      {visiblePieces(text).map((piece, index) =>
        piece.hidden ? (
          <mark key={index} className={classes.hidden} title="A character that is not seen otherwise">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}
