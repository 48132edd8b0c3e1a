import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { Wrong } from "@/ui/states";
import classes from "./Shell.module.css";

interface State {
  error: unknown;
}

/** What is seen where a page itself has failed. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <div className={classes.failed}>
        <Wrong error={this.state.error} safe="What you had sent or saved is safe on the server.">
          <Button size="xs" onClick={() => location.reload()}>
            Reload the page
          </Button>
        </Wrong>
      </div>
    );
  }
}
