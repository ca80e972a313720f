/** One list of shortcuts: what is written is what is listened to. */
import { screen, waitFor, within } from '@testing-library/react';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { isShortcut, setSingleKeys, SHORTCUTS } from '../kit';
import { formReady, open } from '../testing/render';

afterEach(() => setSingleKeys(true));

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe('shortcuts', () => {
  it('are all in the sheet, and each is said once', async () => {
    const { user } = await open();
    await user.keyboard('?');
    const sheet = await screen.findByRole('dialog', { name: 'Raccourcis du clavier' });
    for (const { keys, does } of SHORTCUTS) {
      expect(within(sheet).getAllByText(keys, { selector: 'kbd' }), keys).toHaveLength(1);
      expect(within(sheet).getAllByText((_, element) => element?.tagName === 'DD' && element.textContent === does), does).toHaveLength(1);
    }
    expect(new Set(SHORTCUTS.map(({ keys }) => keys)).size).toBe(SHORTCUTS.length);
  });

  it('need exactly their keys', () => {
    expect(isShortcut(press('n', { ctrlKey: true }), 'new_session')).toBe(true);
    expect(isShortcut(press('N', { metaKey: true }), 'new_session')).toBe(true);
    expect(isShortcut(press('n'), 'new_session')).toBe(false);
    expect(isShortcut(press('n', { ctrlKey: true, shiftKey: true }), 'new_session')).toBe(false);
    expect(isShortcut(press('n', { ctrlKey: true, altKey: true }), 'new_session')).toBe(false);
    expect(isShortcut(press('?', { shiftKey: true }), 'shortcuts')).toBe(true);
    expect(isShortcut(press('?', { ctrlKey: true }), 'shortcuts')).toBe(false);
    expect(isShortcut(press('Enter', { ctrlKey: true }), 'next')).toBe(true);
    expect(isShortcut(press('Enter'), 'next')).toBe(false);
    expect(isShortcut(press('Escape'), 'close')).toBe(true);
    expect(isShortcut(press('7'), 'digits') && !isShortcut(press('0'), 'digits')).toBe(true);
  });

  it('of one character can be switched off, and only those', async () => {
    const { user } = await open('#/reglages');
    await user.click(await screen.findByRole('checkbox', { name: /^Raccourcis d’un seul caractère/ }));
    await waitFor(() => expect(isShortcut(press('?'), 'shortcuts')).toBe(false));
    await user.keyboard('?');
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.keyboard('{Control>}n{/Control}');
    await formReady();
    await user.keyboard('1');
    expect(screen.getByRole('button', { name: /^E-mail/ }).getAttribute('aria-pressed')).toBe('false');
    expect(screen.getByRole('button', { name: /^E-mail/ }).hasAttribute('aria-keyshortcuts')).toBe(false);
  });

  it('leave what is typed in a field alone', async () => {
    const { user } = await open('#/beneficiaires');
    await user.type(await screen.findByRole('searchbox'), '?');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shown on buttons are in the list', () => {
    const root = join(import.meta.dirname, '..');
    const known: readonly string[] = SHORTCUTS.map(({ keys }) => keys);
    const shown = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx$/.test(name) && !name.includes('.test.'))
      .flatMap((name) => [...readFileSync(join(root, name), 'utf8').matchAll(/shortcut="([^"]+)"/g)].map((found) => found[1] ?? ''));
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((keys) => !known.includes(keys))).toEqual([]);
  });
});
