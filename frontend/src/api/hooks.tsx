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
import { createContext, type ReactNode, useCallback, useContext } from "react";
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

interface After<D> {
  onSuccess?: (answer: D) => void;
  onError?: (error: ProblemError) => void;
}

type But<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Write<D, V> = But<UseMutationResult<D, ProblemError, V>, "mutate"> & {
  mutate: (input: V, after?: After<D>) => void;
};

/**
 * What is to follow a write follows also where the part that asked for it is no longer shown: the server's event of
 * the same change may take it away before the answer is here, and with it would go the word that it was done.
 */
function useWriting<O extends OperationId, V>(operation: O, toInput: (given: V) => Input<O>): Write<Output<O>, V> {
  const client = useClient();
  const queries = useQueryClient();
  const mutation = useMutation<Output<O>, ProblemError, V>({
    mutationFn: (given) => client.call(operation, toInput(given)),
    onSuccess: () => void refresh(queries, CHANGES[operation] ?? []),
  });
  const { mutateAsync } = mutation;
  const mutate = useCallback(
    (given: V, { onSuccess, onError = () => undefined }: After<Output<O>> = {}) =>
      void mutateAsync(given).then(onSuccess, onError),
    [mutateAsync],
  );
  return { ...mutation, mutate };
}

export function useWrite<O extends OperationId>(operation: O): Write<Output<O>, Input<O>> {
  return useWriting(operation, (input: Input<O>) => input);
}

/**
 * As `useWrite`, for an input that must not be remembered. What is handed over is where the input comes from: it is
 * taken as it is sent, and what is kept of the request while it is shown has no secret in it.
 */
export function useSecretWrite<O extends OperationId>(operation: O): Write<Output<O>, () => Input<O>> {
  return useWriting(operation, (take: () => Input<O>) => take());
}
