/** Short texts, one field each, in an order that counts. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { Icon } from "@/ui/icons";
import panel from "../Panel.module.css";
import classes from "./Servers.module.css";

interface ListFieldProps {
  legend: string;
  says: string;
  /** What one of them is called: “Argument”. */
  one: string;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}

export function ListField({ legend, says, one, values, onChange }: ListFieldProps) {
  return (
    <fieldset className={panel.fieldset}>
      <legend>{legend}</legend>
      <p className={panel.hint}>{says}</p>
      {values.map((value, index) => (
        <div key={index} className={classes.item}>
          <TextInput
            className={clsx(classes.grow)}
            aria-label={`${one} ${index + 1}`}
            maxLength={4096}
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(values.with(index, event.currentTarget.value))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove ${one.toLowerCase()} ${index + 1}`}
            onClick={() => onChange(values.toSpliced(index, 1))}
          >
            <Icon name="close" size={16} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="default" size="compact-sm" onClick={() => onChange([...values, ""])}>
          Add {/^[aeiou]/i.test(one) ? "an" : "a"} {one.toLowerCase()}
        </Button>
      </div>
    </fieldset>
  );
}
