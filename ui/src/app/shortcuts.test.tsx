/** One list of shortcuts: what is written is what is listened to. */
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { chordOf, isShortcut, keysOf, refusal, setShortcuts, setSingleKeys, SHORTCUTS } from '../kit';
import { expectAccessible, formReady, open } from '../testing/render';

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

  it('are written nowhere but in the list: the keys shown are those a person chose', () => {
    const root = join(import.meta.dirname, '..');
    const keys = /<kbd>[^{<]*(Ctrl \w|F\d)|`[^`]*Ctrl [A-Z]\b|shortcut="(Ctrl|Échap|F\d|.")/;
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name) && !/\.test\.|generated/.test(name));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((name) => !name.includes('shortcuts.ts') && !name.includes('chords.ts') && keys.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
  });
});

const row = (does: RegExp) => {
  const list = screen.getByRole('list', { name: 'Raccourcis' });
  return within(list).getAllByRole('listitem').find((item) => does.test(item.textContent)) ?? expect.fail(String(does));
};

describe('keys of one’s own', () => {
  afterEach(() => setShortcuts({}));

  /** The dialog that waits for a press, reached by the keyboard. */
  const ask = async (user: UserEvent, does: RegExp) => {
    within(row(does)).getByRole('button', { name: /^Changer/ }).focus();
    await user.keyboard('{Enter}');
    return screen.findByRole('dialog', { name: 'Changer les touches' });
  };

  it('are pressed, kept, shown everywhere, obeyed, and put back', async () => {
    const { user, platform } = await open('#/reglages');
    await screen.findByRole('list', { name: 'Raccourcis' });
    await ask(user, /^Nouvelle séance/);
    await expectAccessible({ modal: true });
    await user.keyboard('{Control>}j{/Control}');
    await screen.findByText(/^Nouvelle séance\s: Ctrl J\.$/u);
    expect(screen.queryByRole('dialog')).toBeNull();
    expect((await platform.invoke('settings_get', null)).shortcuts).toEqual({ new_session: 'Ctrl J' });
    await expectAccessible();

    await user.keyboard('?');
    const sheet = await screen.findByRole('dialog', { name: 'Raccourcis du clavier' });
    expect(within(sheet).getByText('Ctrl J', { selector: 'kbd' })).toBeTruthy();
    expect(within(sheet).queryByText('Ctrl N', { selector: 'kbd' })).toBeNull();
    await user.keyboard('{Escape}');
    await user.keyboard('{Control>}n{/Control}');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Réglages');
    window.location.hash = '#/';
    const button = await screen.findByRole('link', { name: /^Nouvelle séance/ });
    expect(button.querySelector('[data-keys]')?.getAttribute('data-keys')).toBe('Ctrl J');
    await user.keyboard('{Control>}j{/Control}');
    await formReady();

    window.location.hash = '#/reglages';
    await screen.findByRole('list', { name: 'Raccourcis' });
    within(row(/^Nouvelle séance/)).getByRole('button', { name: /^Rétablir/ }).focus();
    await user.keyboard('{Enter}');
    await screen.findByText(/^Nouvelle séance\s: de nouveau Ctrl N\.$/u);
    expect((await platform.invoke('settings_get', null)).shortcuts).toEqual({});
    await waitFor(() => expect(within(row(/^Nouvelle séance/)).getByText('Ctrl N')).toBeTruthy());
    expect(document.activeElement?.textContent).toMatch(/de nouveau/);
  });

  it('are refused when they mean something, saying what; Escape changes nothing', async () => {
    const { user, platform } = await open('#/reglages');
    await screen.findByRole('list', { name: 'Raccourcis' });
    const dialog = await ask(user, /^Verrouiller/);
    const alert = within(dialog).getByRole('alert');
    for (const [keys, why] of [
      ['{Control>}k{/Control}', /«\sCtrl K\s» est déjà pris\s: Rechercher une personne/u],
      ['{Control>}c{/Control}', /«\sCtrl C\s» est réservé\s: copier/u],
      ['{Shift>}{F6}{/Shift}', /déjà pris\s: Aller au groupe/u],
      ['z', /Un caractère seul sert à écrire/],
      ['5', /déjà pris\s: Dans les thèmes/u],
      ['{Alt>}m{/Alt}', /ne peuvent pas servir/],
      ['{ArrowDown}', /ne peuvent pas servir/],
    ] as const) {
      await user.keyboard(keys);
      await waitFor(() => expect(alert.textContent, keys).toMatch(why));
    }
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect((await platform.invoke('settings_get', null)).shortcuts).toEqual({});
    // Nothing of what was pressed did what it does elsewhere.
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Réglages');
  });

  it('of a newer or damaged notebook are left aside, and a key given away is nobody else’s', () => {
    setShortcuts({ unknown: 'Ctrl U', digits: 'A', close: 'Ctrl E', lock: 'Ctrl N', done: '' });
    expect(keysOf('digits')).toBe('1 à 9');
    expect(keysOf('close')).toBe('Échap');
    expect(keysOf('done')).toBe('F');
    expect(isShortcut(press('n', { ctrlKey: true }), 'lock')).toBe(true);
    expect(isShortcut(press('n', { ctrlKey: true }), 'new_session')).toBe(false);
    expect(refusal('new_session', 'Ctrl N')).toMatch(/Verrouiller/);
  });

  it('are read as they are written', () => {
    expect(chordOf(press('Control', { ctrlKey: true }))).toBeNull();
    expect(chordOf(press('n', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl Maj N');
    expect(chordOf(press('?', { shiftKey: true }))).toBe('?');
    expect(chordOf(press('é', { ctrlKey: true }))).toBe('Ctrl É');
    expect(chordOf(press('Enter', { ctrlKey: true }))).toBe('Ctrl ⏎');
    expect(chordOf(press('F3', { shiftKey: true }))).toBe('Maj F3');
    expect(chordOf(press(' ', { ctrlKey: true }))).toBe('other');
    for (const { id } of SHORTCUTS) expect(refusal(id, 'Ctrl J'), id).toBeNull();
    setShortcuts({ group: 'Ctrl É' });
    expect(isShortcut(press('É', { ctrlKey: true, shiftKey: true }), 'group')).toBe(true);
  });
});
