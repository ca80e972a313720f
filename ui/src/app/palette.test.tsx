/** The palette at the keyboard: from a few letters to the place, the act or the person. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { failure } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

const CTRL_K = '{Control>}k{/Control}';

async function opened(hash?: string, options?: Parameters<typeof open>[1]) {
  const world = await open(hash, options);
  await world.user.keyboard(CTRL_K);
  const field = await screen.findByRole('combobox', { name: /^Rechercher/ });
  return { ...world, field };
}

const selected = () => within(screen.getByRole('listbox')).getByRole('option', { selected: true });

describe('the palette', () => {
  it('opens from anywhere, takes the focus and gives it back', async () => {
    const { user, field } = await opened('#/reglages');
    expect(document.activeElement).toBe(field);
    expect(screen.getByRole('option', { name: /^Nouvelle séance/ })).toBeTruthy();
    await expectAccessible({ modal: true });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('combobox', { name: /^Rechercher/ })).toBeNull());
    expect(screen.getByRole('heading', { level: 1, name: 'Réglages' })).toBeTruthy();
  });

  it('goes to a person by letters of her name, accents forgiven', async () => {
    const { user } = await opened();
    await user.keyboard('oeuvr');
    await screen.findByRole('option', { name: /Évrard Œuvrard/ });
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Évrard Œuvrard' });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('waits for the answer when Enter comes first', async () => {
    const { user } = await opened();
    await user.keyboard('nadia{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Nadia N’Guyen-Marais' });
  });

  it('finds a person by part of a phone', async () => {
    const { user } = await opened();
    await user.keyboard('9810');
    await screen.findByRole('option', { name: /Évrard Œuvrard/ });
    await expectAccessible({ modal: true });
  });

  it('says how much was found, and moves along groups with the arrows', async () => {
    const { user, field } = await opened();
    await user.keyboard('valognes');
    await screen.findByRole('option', { name: /Centre médico-social/ });
    await waitFor(() => expect(screen.getByText(/1.lieu/)).toBeTruthy());
    const options = screen.getAllByRole('option');
    expect(selected()).toBe(options[0]);
    await user.keyboard('{ArrowUp}');
    expect(selected()).toBe(options.at(-1));
    expect(field.getAttribute('aria-activedescendant')).toBe(selected().id);
    await user.keyboard('{ArrowDown}');
    expect(selected()).toBe(options[0]);
  });

  it('opens a place; with Shift, makes it the one of the moment', async () => {
    const { platform, user } = await opened('#/seances');
    const find = async () => {
      await user.keyboard('portbail');
      await screen.findByRole('option', { name: /Médiathèque de Portbail/ });
    };
    await find();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(window.location.hash).toBe('#/lieux/place-2'));
    expect(platform.callsOf('place_set_current')).toEqual([]);
    await user.keyboard('{Control>}k{/Control}');
    await find();
    await waitFor(() => expect(screen.getAllByRole('status').map(({ textContent }) => textContent).join(' ')).toMatch(/Maj Entrée\s: en faire mon lieu du moment/u));
    await user.keyboard('{Shift>}{Enter}{/Shift}');
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
    expect(platform.callsOf('place_set_current')).toEqual([{ id: 'place-2' }]);
  });

  it('opens a session by the title of a workshop', async () => {
    const { user } = await opened();
    await user.keyboard('premiers pas');
    await screen.findByRole('option', { name: /Premiers pas avec son téléphone/ });
    await user.keyboard('{Enter}');
    await waitFor(() => expect(window.location.hash).toBe('#/seances/s-1'));
  });

  it('does an act by its name, by another word for it, and with a typing error', async () => {
    const { platform, user } = await opened();
    await user.keyboard('nuit');
    await waitFor(() => expect(selected().textContent).toContain('Passer au thème sombre'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(platform.callsOf('settings_set')[0]).toMatchObject({ theme: 'dark' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.keyboard(CTRL_K);
    await user.keyboard('agrandri');
    await waitFor(() => expect(selected().textContent).toContain('Agrandir le texte'));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(platform.callsOf('settings_set')[1]).toMatchObject({ theme: 'dark', text_percent: 115 }));
    await user.keyboard(CTRL_K);
    await user.keyboard('nouvel atelier{Enter}');
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/seances\/nouvelle\?atelier/));
  });

  it('goes to every room by its name', async () => {
    const { user } = await opened();
    await user.keyboard('synchronisation');
    await waitFor(() => expect(screen.getByRole('option', { name: 'Synchronisation' })).toBeTruthy());
    await user.click(screen.getByRole('option', { name: 'Synchronisation' }));
    await screen.findByRole('heading', { level: 1, name: 'Synchronisation' });
  });

  it('says when nothing is found, and what failed', async () => {
    const { platform, user } = await opened();
    await user.keyboard('zzzz');
    await screen.findByText(/^Rien de ce nom/);
    await expectAccessible({ modal: true });
    platform.failNext('search_everywhere', failure('damaged'));
    await user.keyboard('y');
    expect((await screen.findByRole('alert')).textContent).toContain('Le fichier du carnet est abîmé.');
    platform.failNext('settings_set', failure('disk_full'));
    await user.clear(screen.getByRole('combobox', { name: /^Rechercher/ }));
    await user.keyboard('sombre{Enter}');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/disque/i));
    expect(screen.getByRole('dialog', { name: 'Rechercher' })).toBeTruthy();
  });

  it('keeps the draft of the form it leaves', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await screen.findByRole('button', { name: /^Enregistrer et suivant/ });
    await user.keyboard('2');
    await user.keyboard(CTRL_K);
    await user.keyboard('reglages');
    await waitFor(() => expect(screen.getByRole('option', { name: 'Réglages' })).toBeTruthy());
    await user.click(screen.getByRole('option', { name: 'Réglages' }));
    await screen.findByRole('heading', { level: 1, name: 'Réglages' });
    await waitFor(() => expect(platform.drafts).toHaveLength(1));
  });
});
