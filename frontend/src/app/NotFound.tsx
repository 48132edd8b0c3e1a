import { Button } from "@mantine/core";
import { Link } from "wouter";
import { PageHead } from "@/ui/PageHead";
import { Empty } from "@/ui/states";
import { useTitle } from "./useTitle";

export function NotFound() {
  useTitle("Not found");
  return (
    <div>
      <PageHead title="Not found" />
      <Empty icon="search" title="There is nothing at this address">
        <p>The link may be old, or it leads to something that was deleted.</p>
        <Button component={Link} href="/chat" variant="default">
          Go to the chat
        </Button>
      </Empty>
    </div>
  );
}
