/** The whole: which of the three doors is open, the look chosen, and the events of the notebook. */
import { QueryClientProvider, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';

import { clearToasts, dayOf, FailureNote, setDiscreet, setShortcuts, setSingleKeys, Skeleton, Toasts } from '../kit';
import {
  createQueryClient,
  forgetNotebook,
  invalidate,
  PlatformProvider,
  useAnswer,
  usePlatform,
  type AppState,
  type Platform,
  type SyncState,
} from '../platform';
import { Unlock } from '../features/access/Unlock';
import { navigate } from '../pieces/router';
import { useLook } from './look';
import styles from './App.module.css';

const Enrol = lazy(() => import('../features/access/Enrol').then((m) => ({ default: m.Enrol })));
const Held = lazy(() => import('../features/access/Held').then((m) => ({ default: m.Held })));
const Wiped = lazy(() => import('../features/access/Wiped').then((m) => ({ default: m.Wiped })));
const Frame = lazy(() => import('./Frame').then((m) => ({ default: m.Frame })));

/** `client` carries the answers that were asked before the first drawing, when there were any. */
export function App({ platform, client: asked }: { platform: Platform; client?: QueryClient }) {
  const [client] = useState(() => asked ?? createQueryClient());
  return (
    <I18nProvider locale="fr-FR">
      <QueryClientProvider client={client}>
        <PlatformProvider value={platform}>
          <Doors />
        </PlatformProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** Events become refreshed answers; a lock makes every answer of the notebook disappear at once. */
function useEvents(): void {
  const platform = usePlatform();
  const client = useQueryClient();
  useEffect(
    () =>
      platform.listen((event) => {
        switch (event.kind) {
          case 'changed':
            invalidate(client, event.tags);
            break;
          case 'sync':
            client.setQueryData<SyncState>(['sync_state', null], event.state);
            void client.invalidateQueries({ queryKey: ['sync_report'] });
            break;
          case 'locked':
            client.setQueryData<AppState>(['app_state', null], (state) => state && { ...state, phase: 'locked', adviser: null });
            void client.invalidateQueries({ queryKey: ['app_state'] });
            break;
        }
      }),
    [platform, client],
  );
  // A laptop sleeps through midnight: what says "today" is asked again when it wakes on another day.
  useEffect(() => {
    let day = dayOf(new Date());
    const shown = () => {
      const now = dayOf(new Date());
      if (now === day) return;
      day = now;
      invalidate(client, ['sessions']);
    };
    document.addEventListener('visibilitychange', shown);
    window.addEventListener('focus', shown);
    return () => {
      document.removeEventListener('visibilitychange', shown);
      window.removeEventListener('focus', shown);
    };
  }, [client]);
}

function Doors() {
  const client = useQueryClient();
  const state = useAnswer('app_state', null);
  const settings = useAnswer('settings_get', null);
  useEvents();
  useLook(settings.data);
  const singleKeys = settings.data?.single_keys ?? true;
  useEffect(() => setSingleKeys(singleKeys), [singleKeys]);
  const shortcuts = settings.data?.shortcuts;
  useEffect(() => setShortcuts(shortcuts ?? {}), [shortcuts]);

  const closed = state.data !== undefined && state.data.phase !== 'unlocked';
  useEffect(() => {
    if (!closed) return;
    clearToasts();
    setDiscreet(false);
    forgetNotebook(client);
  }, [closed, client]);
  // Another notebook: no name hidden or shown for the last one stays so.
  const practice = state.data?.practice ?? false;
  useEffect(
    () => () => {
      setDiscreet(false);
      // Its addresses name rows that no other notebook has.
      if (practice) navigate({ name: 'today' });
    },
    [practice],
  );

  if (state.data === undefined) {
    return (
      <main className={styles.door}>
        {state.error ? <FailureNote failure={state.error.failure} retry={() => void state.refetch()} /> : <Skeleton />}
      </main>
    );
  }
  switch (state.data.phase) {
    case 'fresh':
      return (
        <Suspense fallback={<Skeleton />}>
          <Enrol />
        </Suspense>
      );
    case 'locked':
    case 'recovery':
      return <Unlock state={state.data} />;
    case 'held':
      return <Suspense fallback={<Skeleton />}>{state.data.hold ? <Held hold={state.data.hold} /> : null}</Suspense>;
    case 'wiped':
      return <Suspense fallback={<Skeleton />}>{state.data.wiped ? <Wiped wiped={state.data.wiped} /> : null}</Suspense>;
    case 'unlocked':
      return (
        <>
          <Suspense fallback={<Skeleton />}>
            <Frame key={String(state.data.practice)} state={state.data} percent={settings.data?.text_percent ?? 100} />
          </Suspense>
          <Toasts />
        </>
      );
  }
}
