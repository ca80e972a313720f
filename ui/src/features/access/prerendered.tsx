/** The lock screen as text, for the page that is there before any script. Runs at build time only. */
import { QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nProvider } from 'react-aria-components';

import { Unlock } from './Unlock';
import { createQueryClient, PlatformProvider, type AppState, type Platform } from '../../platform';

/** How nearly every start begins; another state replaces it as soon as it is known. */
const LOCKED: AppState = {
  phase: 'locked',
  keyring: 'available',
  pin_armed: false,
  pin_tries_left: 0,
  retry_after: 0,
  adviser: null,
  version: '',
  demonstration: false,
  idle_lock_minutes: 0,
  practice: false,
  hold: null,
  wiped: null,
};

/** Nobody listens yet. */
const nobody: Platform = { invoke: () => new Promise(() => undefined), listen: () => () => undefined, saveFile: () => Promise.resolve(false) };

export function lockScreen(): string {
  const markup = renderToStaticMarkup(
    <I18nProvider locale="fr-FR">
      <QueryClientProvider client={createQueryClient()}>
        <PlatformProvider value={nobody}>
          <Unlock state={LOCKED} />
        </PlatformProvider>
      </QueryClientProvider>
    </I18nProvider>,
  );
  // The kit moves the focus by script; here the page does.
  return markup.replace('<input ', '<input autofocus ').replace('<form ', '<form data-early ');
}
