/**
 * Commands as React sees them: answers cached by command and arguments, refreshed by the tags
 * that commands and events carry. Nothing is kept after a lock.
 */
import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';

import { COMMAND_TAGS, type AppState } from './generated/bindings';
import { toCommandFailure, type CommandFailure, type CommandName, type Platform, type Request, type Response } from './types';

const PlatformContext = createContext<Platform | null>(null);
export const PlatformProvider = PlatformContext.Provider;

export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error('no platform above this component');
  return platform;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The truth is in the notebook and says itself when it changes: no polling, no focus tricks.
      // `always`: the network has nothing to do with a command.
      queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export function invalidate(client: QueryClient, tags: readonly string[]): void {
  if (tags.length === 0) return;
  void client.invalidateQueries({
    predicate: (query) => {
      const name = query.queryKey[0];
      if (typeof name !== 'string' || !(name in COMMAND_TAGS)) return false;
       
      const { provides } = COMMAND_TAGS[name as CommandName];
      return provides.some((tag) => tags.includes(tag));
    },
  });
}

/** The program's state changed hands: forget everything a closed notebook must not show. */
export function adoptAppState(client: QueryClient, state: AppState): void {
  const before = client.getQueryData<AppState>(['app_state', null]);
  if (state.phase !== 'unlocked' || state.practice !== before?.practice) forgetNotebook(client);
  client.setQueryData(['app_state', null], state);
}

/** What the doors themselves show. */
const DOORS: readonly unknown[] = ['app_state', 'settings_get', 'passphrase_suggest'];

/** Drops every cached answer but those of the doors. */
export function forgetNotebook(client: QueryClient): void {
  client.removeQueries({ predicate: ({ queryKey: [name] }) => !DOORS.includes(name) });
}

interface QueryOptions {
  enabled?: boolean;
  /** Keep showing the previous answer while the next one comes (search as you type). */
  keepPrevious?: boolean;
  /** A form starts from what is in the notebook now, never from an earlier answer. */
  fresh?: boolean;
  /** Show the earlier answer, and ask again each time the screen opens. */
  again?: boolean;
}

export function useAnswer<K extends CommandName>(
  name: K,
  args: Request<K>,
  options: QueryOptions = {},
): UseQueryResult<Response<K>, CommandFailure> {
  const platform = usePlatform();
  return useQuery<Response<K>, CommandFailure, Response<K>, readonly [K, Request<K>]>({
    queryKey: [name, args],
    queryFn: () => platform.invoke(name, args),
    enabled: options.enabled ?? true,
    ...(options.fresh ? { staleTime: 0, gcTime: 0 } : {}),
    ...(options.again ? { staleTime: 0 } : {}),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

export function useCommand<K extends CommandName>(name: K): UseMutationResult<Response<K>, CommandFailure, Request<K>> {
  const invoke = useInvoke();
  return useMutation<Response<K>, CommandFailure, Request<K>>({ mutationFn: (args) => invoke(name, args) });
}

/** A command carried out from an event handler, with the same refreshing as `useCommand`. */
export function useInvoke(): <K extends CommandName>(name: K, args: Request<K>) => Promise<Response<K>> {
  const platform = usePlatform();
  const client = useQueryClient();
  return useCallback(
    async <K extends CommandName>(name: K, args: Request<K>): Promise<Response<K>> => {
    try {
      const answer = await platform.invoke(name, args);
      invalidate(client, COMMAND_TAGS[name].invalidates);
      return answer;
    } catch (reason) {
      const refusal = toCommandFailure(reason);
      // The notebook closed itself meanwhile: show the lock screen.
      if (refusal.failure.code === 'locked') invalidate(client, ['access']);
      throw refusal;
    }
  },
    [platform, client],
  );
}
