/** Two laptops wrote one field at once: seen, and settled at the keyboard. */
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { failure, SAMPLE_DRAFT } from '../testing/fakePlatform';
import { SESSION_DISPUTES } from '../testing/disputes';
import { expectAccessible, open } from '../testing/render';

const FILE = '#/beneficiaires/b-3';
const SESSION = '#/seances/s-3';

/** Goes there with Tab, forwards or backwards. */
async function to(user: UserEvent, target: HTMLElement, shift = false): Promise<void> {
  for (let step = 0; step < 80 && document.activeElement !== target; step += 1) await user.tab({ shift });
  expect(document.activeElement).toBe(target);
}

const card = (name: string) => screen.findByRole('group', { name });
const gone = (name: string) => waitFor(() => expect(screen.queryByRole('group', { name })).toBeNull());
const notes = async (user: UserEvent) => {
  const folded = screen.getByRole('button', { name: /Matériel, étiquettes, notes/ });
  if (folded.getAttribute('aria-expanded') === 'false') await user.click(folded);
  return screen.getByLabelText<HTMLTextAreaElement>(/Notes sur/);
};

describe('a file written on two laptops', () => {
  it('shows both values, where and when, and which one is on display', async () => {
    await open(FILE);
    const [here, there] = within(await card('Téléphone')).getAllByRole('listitem');
    expect(here?.textContent).toMatch(/^06 39 98 11 11sur cet ordinateur, .*\d\d:\d\dGarder/);
    expect(here?.textContent).not.toContain('affichée');
    expect(there?.textContent).toMatch(/^06 39 98 22 22sur un autre ordinateur, .*\d\d:\d\d · affichéeGarder/);
    expect(screen.queryByRole('button', { name: 'Garder les deux' })?.closest('[role=group]')).toBe(await card('Notes'));
    expect(document.querySelector('main')?.textContent).not.toMatch(/conflit|local|remote|distant/i);
    await expectAccessible();
  });

  it('keeps the value whose button is pressed, and says so', async () => {
    const { platform, user } = await open(FILE);
    const button = within(await card('Téléphone')).getByRole('button', { name: /^Garder «\u202f06 39 98 11 11\u202f», sur cet ordinateur, / });
    await to(user, button);
    await user.keyboard('{Enter}');
    const said = await screen.findByText('C’est noté.');
    expect(said.getAttribute('role')).toBe('status');
    await gone('Téléphone');
    expect(platform.callsOf('conflict_choose')).toEqual([
      { table: 'beneficiary', id: 'b-3', field: 'phone', seen: ['bus:41', 'secours:9'], keep: 'bus:41' },
    ]);
    // The keyboard goes on from there, with the notes still to settle; the file shows the choice.
    await waitFor(() => expect(document.activeElement).toBe(said));
    await user.tab();
    expect((await card('Notes')).contains(document.activeElement)).toBe(true);
    expect(within(screen.getByRole('region', { name: 'Identité et coordonnées' })).getByText('06 39 98 11 11')).toBeTruthy();
  });

  it('keeps both texts, one under the other, and nothing is left to check', async () => {
    const { platform, user } = await open(FILE);
    await to(user, within(await card('Notes')).getByRole('button', { name: 'Garder les deux' }));
    await user.keyboard('{Enter}');
    await gone('Notes');
    expect(platform.callsOf('conflict_choose')).toMatchObject([{ field: 'notes', keep: null, seen: ['bus:42', 'secours:10'] }]);
    await to(user, within(await card('Téléphone')).getByRole('button', { name: /22 22/ }), true);
    await user.keyboard('{Enter}');
    await gone('Téléphone');
    expect(screen.getByRole('region', { name: 'Identité et coordonnées' }).textContent).toContain('sur le fixe.\n\nVient avec sa fille.');
    await user.click(screen.getByRole('link', { name: 'Bénéficiaires' }));
    expect((await screen.findByRole('link', { name: /Nadia/ })).textContent).not.toContain('à vérifier');
  });

  it('asks to look again when the value changed meanwhile', async () => {
    const { platform, user } = await open(FILE);
    await to(user, within(await card('Téléphone')).getByRole('button', { name: /11 11/ }));
    const asked = platform.callsOf('conflict_get').length;
    platform.failNext('conflict_choose', failure('not_found'));
    await user.keyboard('{Enter}');
    await screen.findByText('Cette valeur vient de changer : regardez à nouveau.');
    await waitFor(() => expect(platform.callsOf('conflict_get').length).toBe(asked + 1));
    expect(await card('Téléphone')).toBeTruthy();
    await expectAccessible();
  });

  it('says why when the choice cannot be written, and leaves it open', async () => {
    const { platform, user } = await open(FILE);
    await to(user, within(await card('Téléphone')).getByRole('button', { name: /11 11/ }));
    platform.failNext('conflict_choose', failure('disk_full'));
    await user.keyboard('{Enter}');
    expect((await screen.findByRole('alert')).textContent).toContain('Le disque de cet ordinateur est plein.');
    expect(screen.queryByText('C’est noté.')).toBeNull();
    expect(await card('Téléphone')).toBeTruthy();
  });
});

describe('a session written on two laptops', () => {
  it('shows what was emptied, and gives the form nobody touched the chosen value', async () => {
    const { platform, user } = await open(SESSION, { disputes: SESSION_DISPUTES });
    expect(within(await card('Notes')).getByText('(vidé)')).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Garder vide, sur un autre ordinateur/ })).toBeTruthy();
    // One text and nothing: there are no two to keep.
    expect(screen.queryByRole('button', { name: 'Garder les deux' })).toBeNull();
    await expectAccessible();
    // Seen before the form.
    expect(document.activeElement?.textContent).toBe('Notes');
    expect((await notes(user)).value).toBe('');
    await to(user, within(await card('Notes')).getByRole('button', { name: /Apporter la facture/ }), true);
    await user.keyboard('{Enter}');
    await gone('Notes');
    await waitFor(async () => expect((await notes(user)).value).toBe('Apporter la facture.'));
    await user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(platform.callsOf('session_save')).toMatchObject([{ id: 's-3', version: 'v2', form: { notes: 'Apporter la facture.' } }]));
    expect(platform.callsOf('draft_save')).toHaveLength(0);
  });

  it('settles what belongs to the outcome of the session', async () => {
    const { platform, user } = await open(SESSION, { disputes: SESSION_DISPUTES });
    await to(user, within(await card('Orienté vers une autre structure')).getByRole('button', { name: /Oui/ }));
    await user.keyboard('{Enter}');
    await gone('Orienté vers une autre structure');
    expect(platform.callsOf('conflict_choose')).toMatchObject([{ table: 'outcome', id: 'o-3', field: 'oriented', keep: 'bus:51' }]);
  });

  it('leaves a form that was begun as it is, with what was seen', async () => {
    const { platform, user } = await open(SESSION, { disputes: SESSION_DISPUTES });
    await card('Notes');
    await user.click(screen.getByRole('radio', { name: /^1.h$/ }));
    await to(user, within(await card('Notes')).getByRole('button', { name: /Apporter la facture/ }), true);
    await user.keyboard('{Enter}');
    await gone('Notes');
    await waitFor(() => expect(platform.callsOf('session_get').length).toBeGreaterThan(1));
    expect(screen.getByRole('radio', { name: /^1.h$/, checked: true })).toBeTruthy();
    await user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(platform.callsOf('session_save')).toMatchObject([{ version: 'v1', form: { duration: 60 } }]));
  });

  it('leaves a resumed draft as it is', async () => {
    const draft = { ...SAMPLE_DRAFT, record: 's-3' };
    const { platform, user } = await open(SESSION, { disputes: SESSION_DISPUTES, drafts: [draft] });
    await to(user, within(await card('Notes')).getByRole('button', { name: /Apporter la facture/ }));
    await user.keyboard('{Enter}');
    await gone('Notes');
    await waitFor(() => expect(platform.callsOf('session_get').length).toBeGreaterThan(1));
    expect((await notes(user)).value).toBe('Reprendre la lettre');
  });
});

describe('the exchange', () => {
  it('tells how much there is to check, and where', async () => {
    const { user } = await open('#/synchronisation', { sync: { conflicts: 2 } });
    await screen.findByText('2 champs à vérifier');
    await user.click(within(screen.getByRole('main')).getByRole('link', { name: 'Bénéficiaires' }));
    expect((await screen.findByRole('link', { name: /Nadia/ })).textContent).toContain('à vérifier');
  });
});
