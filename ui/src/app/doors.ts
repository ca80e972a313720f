/** The two answers without which no door can be shown, asked before anything is drawn. */
import type { QueryClient } from '@tanstack/react-query';

import type { CommandName, Platform } from '../platform';

const FIRST: readonly CommandName[] = ['app_state', 'settings_get'];

/** Never fails: what did not answer is asked again by the screen, which can say so. */
export async function askDoors(platform: Platform, client: QueryClient): Promise<void> {
  await Promise.allSettled(
    FIRST.map(async (name) => client.setQueryData([name, null], await platform.invoke(name, null))),
  );
}
