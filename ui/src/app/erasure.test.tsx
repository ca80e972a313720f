/** A file is erased for good, or kept; at the keyboard. */
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';

import { ERASED_FILE } from '../testing/fakeErasures';
import { expectAccessible, open } from '../testing/render';

/** What was read aloud of a button, which the library points at after it went away. */
const forgetSaid = () => document.querySelectorAll('[data-live-announcer] [role="img"]').forEach((said) => said.remove());
afterEach(forgetSaid);

async function press(user: UserEvent, element: HTMLElement, key = '{Enter}') {
  for (let n = 0; n < 80 && document.activeElement !== element; n += 1) await user.tab();
  expect(document.activeElement).toBe(element);
  await user.keyboard(key);
}

describe('a file to erase', () => {
  it('says what goes and what stays, wants the box ticked, waits for the line, and can be called off', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    await press(user, await screen.findByRole('button', { name: 'Effacer le dossier' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Effacer le dossier' });
    expect(within(dialog).getByText(/les notes de 2.séances/)).toBeTruthy();
    expect(within(dialog).getByText(/tranche d’âge, le genre, le statut et la commune/)).toBeTruthy();
    expect(document.activeElement).toBe(within(dialog).getByRole('button', { name: 'Ne rien faire' }));
    await expectAccessible({ modal: true });
    await press(user, within(dialog).getByRole('button', { name: 'Effacer définitivement' }));
    await within(dialog).findByText(/Cochez la case/);
    expect(platform.callsOf('erasure_ask')).toEqual([]);
    await press(user, within(dialog).getByRole('checkbox'), ' ');
    await press(user, within(dialog).getByRole('button', { name: 'Effacer définitivement' }));
    await waitFor(() => expect(platform.callsOf('erasure_ask').at(-1)).toEqual({ ids: ['b-1'], ended: false }));
    await screen.findByText(/sera effacé à la prochaine connexion/);
    expect(screen.queryByRole('button', { name: 'Effacer le dossier' })).toBeNull();
    forgetSaid();
    await expectAccessible();
    await press(user, screen.getByRole('button', { name: 'Annuler l’effacement' }));
    await screen.findByRole('button', { name: 'Effacer le dossier' });
  });

  it('cannot be called off once it left, and is told as erased', async () => {
    const { user } = await open('#/beneficiaires/b-1', { erasure: { reach: 'sent' } });
    await press(user, await screen.findByRole('button', { name: 'Effacer le dossier' }));
    const dialog = await screen.findByRole('alertdialog');
    await press(user, within(dialog).getByRole('checkbox'), ' ');
    await press(user, within(dialog).getByRole('button', { name: 'Effacer définitivement' }));
    await screen.findByText(/La demande est partie/);
    expect(screen.queryByRole('button', { name: 'Annuler l’effacement' })).toBeNull();
    cleanup();
    await open(`#/beneficiaires/${ERASED_FILE}`);
    await screen.findByText(/Ce dossier a été effacé/);
    expect(screen.getByText(/Confirmé par 1.ordinateur/)).toBeTruthy();
    await expectAccessible();
  });
});

describe('the list of files near their end', () => {
  it('is empty and says so', async () => {
    await open('#/effacements');
    await screen.findByText(/Aucun dossier n’arrive au bout de son délai/);
    await expectAccessible();
  });

  it('keeps a file by a contact, with its reason', async () => {
    const { platform, user } = await open('#/effacements', { erasure: { near: true } });
    const list = await screen.findByRole('list', { name: 'Dossiers bientôt effacés' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(3);
    expect(screen.getByText(/confirmé par 1.ordinateur, 1 encore à venir/)).toBeTruthy();
    expect(screen.getByText('Ce qui n’a pas été gardé')).toBeTruthy();
    await expectAccessible();
    await press(user, within(list).getAllByRole('button', { name: /^Garder/ })[0] as HTMLElement);
    const dialog = await screen.findByRole('dialog', { name: /^Garder/ });
    await press(user, within(dialog).getByRole('button', { name: 'Garder le dossier' }));
    await within(dialog).findByText('Veuillez dire quel contact a eu lieu');
    await user.type(within(dialog).getByLabelText(/^Quel contact/), 'Au téléphone.');
    await press(user, within(dialog).getByRole('button', { name: 'Garder le dossier' }));
    await waitFor(() => expect(platform.callsOf('contact_note').at(-1)).toEqual({ id: 'b-1', form: { reason: 'Au téléphone.' } }));
    await screen.findByText(/le dossier est gardé/);
    await waitFor(() => expect(within(screen.getByRole('list', { name: 'Dossiers bientôt effacés' })).getAllByRole('listitem')).toHaveLength(2));
  });

  it('asks before erasing many at once', async () => {
    const { platform, user } = await open('#/effacements', { erasure: { near: true, asks: true } });
    await screen.findByText(/plus d’un sur vingt/);
    await press(user, screen.getByRole('button', { name: 'Effacer ces 2 dossiers' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Effacer 2 dossiers ?' });
    await press(user, within(dialog).getByRole('button', { name: 'Effacer définitivement' }));
    await waitFor(() => expect(platform.callsOf('erasure_ask').at(-1)).toMatchObject({ ended: true }));
    expect(platform.callsOf('erasure_ask').at(-1)?.ids).toHaveLength(2);
    await screen.findByText(/effacements demandés/);
    expect(screen.queryByText(/plus d’un sur vingt/)).toBeNull();
  });
});
