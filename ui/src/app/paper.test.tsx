/** Documents on paper, at the keyboard: the warning first, then where; no word of success when nothing was saved. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { setDiscreet } from '../kit';
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

  it('gives a person the same for another program, with no size of type to choose', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    await press(user, 'Copie pour un autre logiciel');
    const dialog = await screen.findByRole('dialog', { name: 'Copie pour un autre logiciel' });
    expect(within(dialog).queryByRole('checkbox')).toBeNull();
    await expectAccessible({ modal: true });
    await press(user, 'Enregistrer le fichier');
    await screen.findByText('Le fichier est enregistré.');
    expect(platform.callsOf('person_json')).toEqual([{ id: 'b-1' }]);
    expect(platform.saved.map((file) => file.name)).toEqual(['escale-dossier-2026-11-24.json']);
  });

  it('gives the sheet to carry, without the reason unless it is ticked', async () => {
    const { platform, user } = await open('#/relances');
    await press(user, 'Fiche à emporter : Odette Lemarinel, Orientation · Point conseil budget de Valognes');
    const dialog = await screen.findByRole('dialog', { name: 'Fiche à emporter' });
    const reason = await within(dialog).findByRole('checkbox', { name: /Écrire le motif/ });
    expect((reason as HTMLInputElement).checked).toBe(false);
    expect(within(dialog).getByLabelText<HTMLInputElement>('Pour vous joindre').value).toBe('06 39 98 00 02');
    await expectAccessible({ modal: true });
    within(dialog).getByLabelText('À apporter').focus();
    await user.keyboard('pièce d’identité');
    await press(user, 'Enregistrer le PDF');
    await within(dialog).findByText(/Le PDF est enregistré/);
    const asked = { of: { referral: 'r-1', session: null }, look_again: true, bring: 'pièce d’identité', appointment: '', contact: '06 39 98 00 02', large: false };
    expect(platform.callsOf('paper_relay')).toEqual([{ ...asked, reason: false }]);
    reason.focus();
    await user.keyboard(' ');
    await press(user, 'Enregistrer le PDF');
    await waitFor(() => expect(platform.callsOf('paper_relay')[1]).toEqual({ ...asked, reason: true }));
    for (const { name } of platform.saved) expect(name).not.toMatch(/odette|lemarinel|budget/i);
  });

  it('says under its field what is refused, and keeps what was typed', async () => {
    const { platform, user } = await open('#/relances');
    await press(user, 'Fiche à emporter : Odette Lemarinel, Orientation · Point conseil budget de Valognes');
    const field = await screen.findByLabelText<HTMLInputElement>('Rendez-vous');
    field.focus();
    await user.keyboard('jeudi');
    platform.failNext('paper_relay', failure('invalid', {}, [{ field: 'appointment', code: 'text_too_long', message: 'Ce texte ne peut pas dépasser 120 caractères' }]));
    await press(user, 'Enregistrer le PDF');
    await screen.findByText('Ce texte ne peut pas dépasser 120 caractères');
    expect(field.value).toBe('jeudi');
    expect(platform.saved).toEqual([]);
  });

  it('gives the sheet of a workshop to come and a diagnostic', async () => {
    const { platform, user } = await open('#/planning/ateliers/workshop-1');
    await press(user, 'Feuille d’émargement');
    await press(user, 'Enregistrer le PDF');
    await screen.findByText(/Le PDF est enregistré/);
    expect(platform.callsOf('paper_workshop')).toEqual([{ id: 'workshop-1', large: false }]);
    await user.keyboard('{Escape}');
    window.location.hash = '#/territoire/study-1';
    await press(user, 'Diagnostic en PDF');
    await press(user, 'Enregistrer le PDF');
    await screen.findByText(/Le PDF est enregistré/);
    expect(platform.callsOf('paper_diagnostic')).toEqual([{ id: 'study-1', large: false }]);
  });

  it('says that the mode discret hides nothing in the file', async () => {
    const { user } = await open('#/beneficiaires/b-1');
    await press(user, 'Notice d’information');
    setDiscreet(true);
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).not.toContain('Le mode discret');
    await user.keyboard('{Escape}');
    await press(user, 'Dossier de la personne');
    expect((await screen.findByRole('dialog')).textContent).toContain('Le mode discret ne cache que l’écran');
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
