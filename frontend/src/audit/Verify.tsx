import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useClient } from "@/api/hooks";
import type { ProblemError } from "@/api/problem";
import type { Verification } from "@/api/types";
import { Icon } from "@/ui/icons";
import { Wrong } from "@/ui/states";
import classes from "./Audit.module.css";

export function useVerify() {
  const client = useClient();
  return useMutation<Verification, ProblemError>({ mutationFn: () => client.call("verify_audit", {}) });
}

export function VerifyButton({ verify }: { verify: ReturnType<typeof useVerify> }) {
  return (
    <Button
      variant="default"
      leftSection={<Icon name="shield" size={16} />}
      loading={verify.isPending}
      onClick={() => verify.mutate()}
    >
      Verify
    </Button>
  );
}

/** What the check of the whole chain found. */
export function VerifyResult({ verify }: { verify: ReturnType<typeof useVerify> }) {
  if (verify.isError) return <Wrong error={verify.error} />;
  const result = verify.data;
  if (result === undefined) return null;
  if (result.whole)
    return (
      <p className={classes.whole} role="status">
        <Icon name="check" size={16} /> The record is whole: {result.records.toLocaleString()} entries, none changed,
        none missing.
      </p>
    );
  return (
    <div className={classes.broken} role="alert">
      <strong>The record is not whole.</strong> Something changed it from outside paios. Keep a copy of the data folder
      before you go on.
      <ul>
        {result.findings.map((finding, index) => (
          <li key={index}>
            Record {finding.seq}: {finding.what}
          </li>
        ))}
      </ul>
    </div>
  );
}
