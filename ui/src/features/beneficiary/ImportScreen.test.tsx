/** Importing a workbook: nothing before the look, only what is ticked, and back again. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { failure } from '../../testing/fakePlatform';
import { expectAccessible, open } from '../../testing/render';

const book = (bytes = 'PK') => new File([bytes], 'import.xlsx', { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });

async function opened() {
  const all = await open('#/beneficiaires/importer');
  await screen.findByRole('button', { name: 'Choisir le fichier' });
  const input = document.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input) throw new Error('no way to choose a file');
  return { ...all, input };
}

describe('importing people', () => {
  it('is reached from the list', async () => {
    const { user } = await open('#/beneficiaires');
    await user.click(await screen.findByRole('link', { name: 'Importer' }));
    await screen.findByRole('heading', { level: 1, name: 'Importer des bénéficiaires' });
    await expectAccessible();
  });

  it('shows every row first, ticks only new people without a fault, and records those alone', async () => {
    const { platform, user, input } = await opened();
    await user.upload(input, book());
    const list = await screen.findByRole('list', { name: 'Lignes du fichier' });
    expect(platform.callsOf('import_preview')).toEqual([{ base64: btoa('PK') }]);
    expect(platform.callsOf('import_run')).toEqual([]);
    await expectAccessible();
    const ticked = within(list).getAllByRole<HTMLInputElement>('checkbox').map((box) => box.checked);
    // Two new people, one who seems known; the example and the faulty row cannot be ticked.
    expect(ticked).toEqual([true, false, true]);
    expect(list.textContent).toContain('Nom : Le nom est obligatoire');
    expect(list.textContent).toContain('Veuillez renseigner un numéro de téléphone valide');
    expect(list.textContent).toContain('Semble déjà connue : Odette Lemarinel');
    expect(list.textContent).toContain('mot de passe');

    within(list).getByRole('checkbox', { name: /Josiane Burnouf/ }).focus();
    await user.keyboard(' ');
    (await screen.findByRole('button', { name: /^Importer 1.personne$/ })).focus();
    await user.keyboard('{Enter}');
    await screen.findByText(/^1.fiche créée sur cet ordinateur/);
    expect(platform.callsOf('import_run')).toEqual([{ base64: btoa('PK'), rows: [5] }]);
  });

  it('takes the import back, once', async () => {
    const { platform, user, input } = await opened();
    await user.upload(input, book());
    await user.click(await screen.findByRole('button', { name: /^Importer 2.personnes$/ }));
    await user.click(await screen.findByRole('button', { name: 'Annuler cet import' }));
    await screen.findByText(/^Import annulé : 2.fiches retirées/);
    expect(platform.callsOf('import_undo')).toEqual([{ batch: 'import-1' }]);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Annuler cet import' })).toBeNull());
  });

  it('records nothing when nothing is ticked, and says why a file is not read', async () => {
    const { platform, user, input } = await opened();
    await user.upload(input, book());
    await user.click(await screen.findByRole('button', { name: 'Tout décocher' }));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: /^Importer 0.personne$/ }).disabled).toBe(true);
    platform.failNext('import_preview', failure('file_not_read', { reason: 'not_the_model' }));
    await user.upload(input, book('other'));
    expect((await screen.findByRole('alert')).textContent).toContain('n’a pas la feuille « Bénéficiaires » du modèle');
    expect(screen.queryByRole('list', { name: 'Lignes du fichier' })).toBeNull();
    await user.upload(input, book('x'.repeat(11 * 1024 * 1024)));
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('trop lourd'));
    expect(platform.callsOf('import_preview')).toHaveLength(2);
  });
});
