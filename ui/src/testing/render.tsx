/** The whole application over the fake notebook, driven as a person drives it. */
import { render, screen, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { expect } from 'vitest';

import { App } from '../app/App';
import { createFakePlatform, type FakeOptions, type FakePlatform } from './fakePlatform';

export interface Opened {
  platform: FakePlatform;
  user: UserEvent;
}

export async function open(hash = '#/', options: FakeOptions = {}): Promise<Opened> {
  window.location.hash = hash;
  const platform = createFakePlatform(options);
  const user = userEvent.setup();
  render(<App platform={platform} />);
  await screen.findByRole('heading', { level: 1 }, { timeout: 5_000 });
  return { platform, user };
}

/** The form is there and its first field has the focus. */
export async function formReady(): Promise<void> {
  await screen.findByRole('button', { name: /^Enregistrer et suivant/ }, { timeout: 5_000 });
}

/**
 * No rule of accessibility broken, once the screen is at rest: what is still being put in place is
 * looked at again. Contrast is proved on the tokens: this page has no layout.
 */
export async function expectAccessible({ modal = false } = {}): Promise<void> {
  await waitFor(
    async () => {
      const report = await axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        rules: {
          'color-contrast': { enabled: false }, 'target-size': { enabled: false },
          // Behind a dialog, the page and its titles are hidden on purpose.
          ...(modal ? { 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } } : {}),
        },
      });
      expect(report.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`)).toEqual([]);
    },
    { timeout: 8_000 },
  );
}
