import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { unsubscribe } from "@/app/push";
import { useSession } from "@/app/SessionGate";
import { useRead, useWrite } from "@/api/hooks";
import { Icon } from "@/ui/icons";
import { useToast } from "@/ui/Toasts";
import { forgetDrafts, switchPush } from "./preferences";
import { Section } from "./Section";
import classes from "./Settings.module.css";

export function AboutSection() {
  const { user } = useSession();
  const version = useRead("get_health", {}).data?.version;
  const signOut = useWrite("sign_out");
  const queries = useQueryClient();
  const [, go] = useLocation();
  const tell = useToast();
  const leave = () =>
    signOut.mutate(
      {},
      {
        onSuccess: () => {
          forgetDrafts();
          switchPush(false);
          void unsubscribe();
          go("/login");
          queries.clear();
        },
        onError: (error) => tell(`Still signed in: ${error.message}`),
      },
    );
  return (
    <Section title="About" says="Who is signed in, and what runs.">
      <div className={classes.pair}>
        <span>
          <strong>{user.name}</strong>
          <span className={classes.note}>{user.role === "admin" ? "Administrator" : "User"}</span>
        </span>
        <Button
          variant="default"
          leftSection={<Icon name="leave" size={16} />}
          onClick={leave}
          loading={signOut.isPending}
        >
          Sign out
        </Button>
      </div>
      <p className={classes.note}>
        paios {version ?? ""} · <a href="/api/v1/ui">Interface for programs</a>
      </p>
    </Section>
  );
}
