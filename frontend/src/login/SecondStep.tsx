import type { ReactNode } from "react";
import { useWrite } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { Challenge, Session, StepUp } from "@/api/types";
import { ProofForm } from "@/proof/ProofForm";

interface SecondStepProps {
  challenge: Challenge;
  onSession: (session: Session) => void;
  /** The challenge cannot be answered again: it took too long, or was tried too often. */
  onOver: (why: ProblemError) => void;
  children?: ReactNode;
}

/** The second factor, after the right password. */
export function SecondStep({ challenge, onSession, onOver, children }: SecondStepProps) {
  const finish = useWrite("finish_sign_in");
  const { ticket } = challenge;
  const send = (proof: StepUp) => {
    if ("password" in proof) return;
    const body = "passkey" in proof ? proof : { ticket, code: proof.code };
    finish.mutate({ body }, { onSuccess: onSession, onError: (error) => error.code === "challenge_over" && onOver(error) });
  };
  return (
    <>
      <p>The password is right. Now show what you have besides.</p>
      <ProofForm challenge={challenge} busy={finish.isPending} error={finish.error} does="Sign in" onProof={send}>
        {children}
      </ProofForm>
    </>
  );
}
