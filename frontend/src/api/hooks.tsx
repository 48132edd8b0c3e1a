/** The contract as React hooks: reading is a query keyed by its operation, writing refreshes what it made stale. */
import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  type UseMutationResult,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { CHANGES, STALE, type What } from "./changes";
import type { Client, Input, OperationId, Output } from "./client";
import type { ProblemError } from "./problem";

const ClientContext = createContext<Client | null>(null);

export function ClientProvider({ client, children }: { client: Client; children: ReactNode }) {
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error("ClientProvider is missing");
  return client;
}

export function keyOf<O extends OperationId>(operation: O, input: Input<O>): readonly unknown[] {
  return [operation, input];
}

interface ReadOptions {
  enabled?: boolean;
  /** Shows the last answer while a changed question is under way. */
  keep?: boolean;
  refetchInterval?: number;
}

export function useRead<O extends OperationId>(
  operation: O,
  input: Input<O>,
  options: ReadOptions = {},
): UseQueryResult<Output<O>, ProblemError> {
  const client = useClient();
  const { keep = false, ...rest } = options;
  return useQuery<Output<O>, ProblemError>({
    queryKey: keyOf(operation, input),
    queryFn: ({ signal }) => client.call(operation, input, { signal }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...rest,
  });
}

export function refresh(queries: QueryClient, whats: readonly What[]): Promise<unknown> {
  const operations = [...new Set(whats.flatMap((what) => STALE[what]))];
  return Promise.all(operations.map((operation) => queries.invalidateQueries({ queryKey: [operation] })));
}

/**
 * As `useWrite`, for an input that must not be remembered. What is handed over is where the input comes from: it is
 * taken as it is sent, and what is kept of the request while it is shown has no secret in it.
 */
export function useSecretWrite<O extends OperationId>(
  operation: O,
): UseMutationResult<Output<O>, ProblemError, () => Input<O>> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation<Output<O>, ProblemError, () => Input<O>>({
    mutationFn: (take) => client.call(operation, take()),
    onSuccess: () => void refresh(queries, CHANGES[operation] ?? []),
  });
}

export function useWrite<O extends OperationId>(operation: O): UseMutationResult<Output<O>, ProblemError, Input<O>> {
  const client = useClient();
  const queries = useQueryClient();
  return useMutation<Output<O>, ProblemError, Input<O>>({
    mutationFn: (input) => client.call(operation, input),
    onSuccess: () => void refresh(queries, CHANGES[operation] ?? []),
  });
}
