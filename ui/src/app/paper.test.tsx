/** Documents on paper, at the keyboard: the warning first, then where; no word of success when nothing was saved. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { failure } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

async function press(user: Awaited<ReturnType<typeof open>>['user'], name: string) {
  (await screen.findByRole('button', { name })).focus();
  await user.keyboard('{Enter}');
}

describe('paper', () => {
  it('gives the attendance sheet of a workshop, in large type when asked', async () => {
    const { platform, user } = await open('#/seances/s-1');
    await press(user, 'Feuille d’émargement');
    const dialog = await screen.findByRole('dialog', { name: 'Feuille d’émargement' });
    expect(dialog.textContent).toContain('Ce fichier quitte le carnet chiffré.');
    await expectAccessible({ modal: true });
    // Nothing is made before it is asked for.
    expect(platform.callsOf('paper_attendance')).toEqual([]);
    within(dialog).getByRole('checkbox', { name: 'En gros caractères' }).focus();
    await user.keyboard(' ');
    await press(user, 'Enregistrer le PDF');
    await within(dialog).findByText(/Le PDF est enregistré/);
    expect(platform.callsOf('paper_attendance')).toEqual([{ id: 's-1', large: true }]);
    expect(platform.saved.map((file) => file.name)).toEqual(['escale-feuille-emargement-2026-11-24.pdf']);
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement?.textContent).toContain('Feuille d’émargement');
  });

  it('offers no attendance sheet where there is no workshop', async () => {
    await open('#/seances/s-2');
    await screen.findByRole('button', { name: /^Enregistrer/ });
    expect(screen.queryByRole('button', { name: 'Feuille d’émargement' })).toBeNull();
  });

  it('gives a person the notice and her file, whose name says nothing of her', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    await press(user, 'Notice d’information');
    await press(user, 'Enregistrer le PDF');
    await screen.findByText(/Le PDF est enregistré/);
    await user.keyboard('{Escape}');
    await press(user, 'Dossier de la personne');
    await press(user, 'Enregistrer le PDF');
    await screen.findByText(/Le PDF est enregistré/);
    expect(platform.callsOf('paper_person')).toEqual([{ id: 'b-1', large: false }]);
    expect(platform.saved).toHaveLength(2);
    for (const { name } of platform.saved) expect(name).not.toMatch(/odette|lemarinel/i);
  });

  it('says nothing is saved when the person closes the question, and why when the disk refuses', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    platform.nextSave = false;
    await press(user, 'Dossier de la personne');
    await press(user, 'Enregistrer le PDF');
    await waitFor(() => expect(platform.callsOf('paper_person')).toHaveLength(1));
    expect(screen.queryByText(/Le PDF est enregistré/)).toBeNull();
    platform.nextSave = failure('file_not_saved');
    await press(user, 'Enregistrer le PDF');
    expect((await screen.findByRole('alert')).textContent).toContain('Choisissez un autre dossier');
    platform.nextSave = true;
    await press(user, 'Enregistrer le PDF');
    await screen.findByText(/Le PDF est enregistré/);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows the failure of the notebook', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    platform.failNext('paper_person', failure('not_found'));
    await press(user, 'Dossier de la personne');
    await press(user, 'Enregistrer le PDF');
    await screen.findByRole('alert');
    expect(platform.saved).toEqual([]);
  });
});
