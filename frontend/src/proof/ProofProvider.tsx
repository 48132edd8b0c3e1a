/**
 * The one dialog in which a signed-in person proves once more who they are.
 *
 * Whatever the server answers with `step_up_needed` opens it, and is done again after the proof; a card
 * whose yes wants proof opens it for that yes alone.
 */
import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useClient } from "@/api/hooks";
import { asProblem, type ProblemError } from "@/api/problem";
import type { StepUp } from "@/api/types";
import panel from "@/settings/Panel.module.css";
import { Skeleton, Wrong } from "@/ui/states";
import { ProofForm } from "./ProofForm";

export interface Purpose {
  title: string;
  says: string;
  /** The words of the button that sends a code. */
  does: string;
  /** The question whose yes is proved; none for the session. */
  approvalId?: string;
  /** Does with the proof what it is for. What it throws is shown, and another try can be made. */
  send: (proof: StepUp) => Promise<unknown>;
}

type Prove = (purpose: Purpose) => Promise<boolean>;

const ProofContext = createContext<Prove | null>(null);

/** Asks for a proof and sends it; false where the person thought better of it. */
export function useProof(): Prove {
  const prove = useContext(ProofContext);
  if (prove === null) throw new Error("ProofProvider is missing");
  return prove;
}

interface Open extends Purpose {
  end: (proved: boolean) => void;
}

function Dialog({ purpose }: { purpose: Open }) {
  const client = useClient();
  const [tries, setTries] = useState(0);
  const [error, setError] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);
  const { approvalId, send, end, does, says } = purpose;
  // A challenge is good for one answer: after a wrong one another is asked for.
  const challenge = useQuery({
    queryKey: ["begin_step_up", approvalId ?? null, tries],
    queryFn: () => client.call("begin_step_up", { body: approvalId === undefined ? {} : { approval_id: approvalId } }),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    placeholderData: (before) => before,
  });
  const onProof = (proof: StepUp) => {
    setBusy(true);
    setError(null);
    send(proof).then(
      () => end(true),
      (failure: unknown) => {
        setBusy(false);
        setError(asProblem(failure));
        setTries((count) => count + 1);
      },
    );
  };
  if (challenge.isError) return <Wrong error={challenge.error} onRetry={() => void challenge.refetch()} />;
  if (challenge.data === undefined) return <Skeleton lines={3} />;
  return (
    <div className={panel.form}>
      <p>{says}</p>
      <ProofForm challenge={challenge.data} busy={busy} error={error} does={does} onProof={onProof}>
        <Button variant="default" onClick={() => end(false)}>
          Cancel
        </Button>
      </ProofForm>
    </div>
  );
}

export function ProofProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const [open, setOpen] = useState<Open | null>(null);
  const asking = useRef(false);
  const prove = useCallback<Prove>(
    (purpose) =>
      new Promise((resolve) => {
        // One at a time: whoever comes second is refused, and can try again.
        if (asking.current) {
          resolve(false);
          return;
        }
        asking.current = true;
        const end = (proved: boolean) => {
          asking.current = false;
          setOpen(null);
          resolve(proved);
        };
        setOpen({ ...purpose, end });
      }),
    [],
  );
  useEffect(() => {
    client.provedBy(() =>
      prove({
        title: "Is it you?",
        says: "This decides who may do what here, so show once more who you are. It then counts for five minutes.",
        does: "Go on",
        send: (proof) => client.call("step_up", { body: proof }),
      }),
    );
    return () => client.provedBy(null);
  }, [client, prove]);
  return (
    <ProofContext value={prove}>
      {children}
      <Modal
        opened={open !== null}
        onClose={() => open?.end(false)}
        title={open?.title}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": "Close" }}
        zIndex={400}
      >
        {open !== null && <Dialog purpose={open} />}
      </Modal>
    </ProofContext>
  );
}
