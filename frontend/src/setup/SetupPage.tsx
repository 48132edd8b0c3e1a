/** The first run, on one page: who, which notes, which model. Works once, with the code from the terminal. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Redirect, useLocation } from "wouter";
import { useTitle } from "@/app/useTitle";
import type { Output } from "@/api/client";
import type { Caution } from "@/api/types";
import { keyOf, useClient, useRead } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import { choiceOf, ModelChooser, NO_MODEL } from "@/settings/ModelChooser";
import { Mark } from "@/ui/icons";
import { useToast } from "@/ui/Toasts";
import { Skeleton, Wrong } from "@/ui/states";
import { CautionChoice } from "./CautionChoice";
import { takeCode } from "./code";
import { CodeForm } from "./CodeForm";
import { isComplete, NewAccount, NO_ACCOUNT } from "./NewAccount";
import { NO_NOTES, NotesChoice, notesOf } from "./NotesChoice";
import classes from "./Setup.module.css";
import { SetupStep } from "./SetupStep";

type Options = Output<"get_setup_options">;

function SetupForm({ code, options }: { code: string; options: Options }) {
  const [account, setAccount] = useState(NO_ACCOUNT);
  const [notes, setNotes] = useState(NO_NOTES);
  const [model, setModel] = useState(() => ({
    ...NO_MODEL,
    chosen: options.models.length === 0 ? "" : "0",
    model: options.models[0]?.kind === "openai" ? options.models[0].name : "",
  }));
  const [mode, setMode] = useState<Caution["mode"]>("ask");
  const client = useClient();
  const queries = useQueryClient();
  const tell = useToast();
  const [, go] = useLocation();
  const chosenNotes = notesOf(notes);
  const chosenModel = choiceOf(model, options.models);
  const complete = useMutation<Output<"complete_setup">, ProblemError>({
    mutationFn: () => {
      if (chosenNotes === null || chosenModel === null) throw new Error("the form is not complete");
      const body = { name: account.name.trim(), password: account.password, notes: chosenNotes, model: chosenModel };
      return client.call("complete_setup", { body }, { setupCode: code });
    },
    onSuccess: async (session) => {
      client.carry(session.csrf);
      if (mode !== "ask")
        await client
          .call("choose_caution", { body: { mode, strict: false } })
          .catch(() => tell("How often it asks could not be kept: it asks every time. The settings change it."));
      queries.clear();
      queries.setQueryData(keyOf("get_session", {}), session);
      go("/chat", { replace: true });
    },
  });
  const ready = isComplete(account) && chosenNotes !== null && chosenModel !== null;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) complete.mutate();
      }}
    >
      <SetupStep
        number={1}
        title="You"
        says="The first account of this paios; it can change everything."
        done={isComplete(account)}
      >
        <NewAccount account={account} onChange={setAccount} />
      </SetupStep>
      <SetupStep
        number={2}
        title="Your notes"
        says="Plain markdown files. They stay where they are."
        done={chosenNotes !== null}
      >
        <NotesChoice folders={options.folders} draft={notes} onChange={setNotes} />
      </SetupStep>
      <SetupStep number={3} title="The model" says="What answers. You can change it later." done={chosenModel !== null}>
        <ModelChooser options={options.models} draft={model} onChange={setModel} />
      </SetupStep>
      <SetupStep
        number={4}
        title="How often it asks"
        says="Before it changes or sends something. Deleting always asks. You can change it later."
        done
      >
        <CautionChoice mode={mode} onChange={setMode} />
      </SetupStep>
      <SetupStep number={5} title="Begin" says="It reads your notes; what it may change is up to you." done={false}>
        {complete.isError && <Wrong error={complete.error} safe="Nothing was set up." />}
        <Button type="submit" size="md" disabled={!ready} loading={complete.isPending}>
          Start paios
        </Button>
      </SetupStep>
    </form>
  );
}

function WithCode({ code, onOther }: { code: string; onOther: (code: string) => void }) {
  const client = useClient();
  const options = useQuery<Options, ProblemError>({
    queryKey: ["get_setup_options", code],
    queryFn: ({ signal }) => client.call("get_setup_options", {}, { setupCode: code, signal }),
    retry: false,
    staleTime: Infinity,
  });
  if (options.isPending) return <Skeleton lines={8} label="Looking at this machine" />;
  if (options.isError && (options.error.status === 401 || options.error.status === 403))
    return <CodeForm wrong={options.error} onCode={onOther} />;
  if (options.isError) return <Wrong error={options.error} onRetry={() => void options.refetch()} />;
  return <SetupForm code={code} options={options.data} />;
}

export default function SetupPage() {
  useTitle("Set up");
  const health = useRead("get_health", {});
  const [code, setCode] = useState(() => takeCode(location.hash));
  useEffect(() => {
    const take = () => {
      if (location.hash === "") return;
      setCode(takeCode(location.hash));
      // The code leaves the address bar, and with it the history.
      history.replaceState(null, "", location.pathname);
    };
    take();
    // Whoever opens the link in a window that is here already stays on the same page.
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  if (health.data?.setup_needed === false) return <Redirect to="/chat" replace />;
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <Mark size={40} />
        <h1>Welcome to paios</h1>
        <p>An assistant for your own notes, on your own machine. Four questions, then you can talk to it.</p>
      </header>
      {health.isError && <Wrong error={health.error} onRetry={() => void health.refetch()} />}
      {code === null ? <CodeForm onCode={setCode} /> : <WithCode code={code} onOther={setCode} />}
    </main>
  );
}
