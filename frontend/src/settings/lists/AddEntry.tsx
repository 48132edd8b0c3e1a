import { Button, TextInput } from "@mantine/core";
import { clsx } from "clsx";
import { useState } from "react";
import { useWrite } from "@/api/hooks";
import { useToast } from "@/ui/Toasts";
import type { Kind } from "./kinds";
import classes from "./Lists.module.css";

/** One field; the server says whether what stands in it is such a thing, and writes it in its one form. */
export function AddEntry({ kind }: { kind: Kind }) {
  const [value, setValue] = useState("");
  const add = useWrite("add_to_whitelist");
  const tell = useToast();
  const submit = () =>
    add.mutate(
      { body: { kind: kind.kind, value: value.trim() } },
      {
        onSuccess: (entry) => {
          setValue("");
          tell(`${entry.value} is on the list`);
        },
      },
    );
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() !== "") submit();
      }}
    >
      <TextInput
        className={clsx(classes.field)}
        aria-label={`${kind.title}: ${kind.label}`}
        placeholder={`${kind.label}, such as ${kind.example}`}
        maxLength={1024}
        autoComplete="off"
        error={add.isError ? add.error.message : undefined}
        value={value}
        onChange={(event) => {
          setValue(event.currentTarget.value);
          if (add.isError) add.reset();
        }}
      />
      <Button
        type="submit"
        variant="default"
        aria-label={`Add to ${kind.title}`}
        disabled={value.trim() === ""}
        loading={add.isPending}
      >
        Add
      </Button>
    </form>
  );
}
