/** Puts the app together: the client, the theme, the pages. */
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Client } from "@/api/client";
import { ClientProvider } from "@/api/hooks";
import { ProblemError } from "@/api/problem";
import { ToastProvider } from "@/ui/Toasts";
import { ErrorBoundary } from "./ErrorBoundary";
import { pageNonce } from "./nonce";
import { Pages } from "./Pages";
import { theme, tokens } from "./theme";

const schemes = localStorageColorSchemeManager({ key: "paios.colour-scheme" });

/** Whoever is refused may have been signed out, or have signed in again in another tab: ask who is signed in. */
function makeQueryClient(): QueryClient {
  const reread = (error: unknown) => {
    if (error instanceof ProblemError && (error.status === 401 || error.status === 403))
      void client.invalidateQueries({ queryKey: ["get_session"] });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (query.queryKey[0] !== "get_session") reread(error);
      },
    }),
    mutationCache: new MutationCache({ onError: reread }),
    defaultOptions: {
      queries: {
        // The server may well be this machine: it answers although the browser says that there is no network.
        networkMode: "always",
        staleTime: 20_000,
        retry: (count, error) => error instanceof ProblemError && error.code === "unreachable" && count < 2,
      },
      // Passwords and keys are sent, and some are shown once: nothing of it outlives the form.
      mutations: { networkMode: "always", gcTime: 0 },
    },
  });
  return client;
}

export function App() {
  const [queries] = useState(makeQueryClient);
  const [client] = useState(() => new Client());
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={tokens}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      getStyleNonce={pageNonce}
    >
      <ErrorBoundary>
        <ClientProvider client={client}>
          <QueryClientProvider client={queries}>
            <ToastProvider>
              <Pages />
            </ToastProvider>
          </QueryClientProvider>
        </ClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}
