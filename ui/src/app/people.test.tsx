/** Files of people: two of one person, several at once, what they were; at the keyboard. */
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { failure } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

/** Tab until that element has the focus. */
async function to(user: UserEvent, element: HTMLElement) {
  for (let n = 0; n < 80 && document.activeElement !== element; n += 1) await user.tab();
  expect(document.activeElement).toBe(element);
}

async function press(user: UserEvent, element: HTMLElement) {
  await to(user, element);
  await user.keyboard('{Enter}');
}

describe('a person who has a file already', () => {
  it('is completed with what was typed, and nothing is created', async () => {
    const { platform, user } = await open('#/beneficiaires/nouveau');
    await user.type(await screen.findByLabelText(/Prénom/), 'Odette');
    await user.tab();
    await user.keyboard('Lemarinel');
    await user.type(screen.getByLabelText('Notes'), 'Appeler le soir.');
    await press(user, await screen.findByRole('button', { name: /C’est la même personne/ }));
    await screen.findByRole('heading', { name: /Compléter cette fiche.: Odette/ });
    expect(screen.getByRole('checkbox', { name: /Notes.*Appeler le soir/, checked: true })).toBeTruthy();
    await expectAccessible();
    await press(user, screen.getByRole('button', { name: /Compléter et prendre/ }));
    await screen.findByRole('heading', { level: 1, name: 'Odette Lemarinel' });
    expect(platform.callsOf('beneficiary_save')).toMatchObject([{ id: 'b-1', form: { notes: 'Appeler le soir.', phone: '02 61 91 00 12' } }]);
    expect(platform.drafts).toHaveLength(0);
  });

  it('is another one when she says so, and that is kept with the new file', async () => {
    const { platform, user } = await open('#/beneficiaires/nouveau');
    await user.type(await screen.findByLabelText(/Prénom/), 'Odette');
    await user.type(screen.getByLabelText(/Nom d’usage/), 'Lemarinel');
    await press(user, await screen.findByRole('button', { name: /C’est une autre personne/ }));
    await waitFor(() => expect(screen.queryByText('Cette personne semble déjà avoir une fiche.')).toBeNull());
    await user.keyboard('{Control>}s{/Control}');
    await waitFor(() => expect(platform.callsOf('beneficiary_save')).toMatchObject([{ id: null, different: ['b-1'] }]));
  });

  it('warns of what must not be kept, in notes and in names', async () => {
    const { user } = await open('#/beneficiaires/nouveau');
    await user.type(await screen.findByLabelText('Notes'), 'Elle a un cancer.');
    await screen.findByText(/Ceci ressemble à une information de santé/);
    await user.clear(screen.getByLabelText('Notes'));
    await waitFor(() => expect(screen.queryByText(/Ceci ressemble/)).toBeNull());
    await user.type(screen.getByLabelText(/Nom d’usage/), 'Durand, diabète');
    await screen.findByText(/Ceci ressemble à une information de santé/);
    expect(screen.getByLabelText<HTMLInputElement>(/Nom d’usage/).value).toBe('Durand, diabète');
  });
});

describe('duplicates', () => {
  it('are compared field by field, joined, and told apart again', async () => {
    const { platform, user } = await open('#/beneficiaires', { twin: true });
    await press(user, await screen.findByRole('link', { name: 'Doublons' }));
    await screen.findByText(/^1.doublon probable$/);
    await expectAccessible();
    await press(user, screen.getByRole('link', { name: /^Comparer/ }));
    await screen.findByRole('heading', { level: 1, name: 'Réunir deux fiches' });
    const phone = await screen.findByRole('group', { name: 'Téléphone' });
    expect(within(phone).getByRole('radio', { name: /02 61 91 00 12/, checked: true })).toBeTruthy();
    expect(screen.getByRole('radio', { name: /Les deux/, checked: true })).toBeTruthy();
    await expectAccessible();
    await to(user, within(phone).getByRole('radio', { name: /02 61 91 00 12/ }));
    await user.keyboard('{ArrowDown}');
    if (!within(phone).getByRole<HTMLInputElement>('radio', { name: /06 39 98 77 01/ }).checked) await user.click(within(phone).getByRole('radio', { name: /06 39 98 77 01/ }));
    await press(user, screen.getByRole('button', { name: 'Réunir les fiches' }));
    await screen.findByRole('heading', { level: 1, name: 'Odette Lemarinel' });
    expect(platform.callsOf('beneficiary_merge')).toMatchObject([
      { source: 'b-9', target: 'b-1', choices: { phone: 'source' }, source_version: 'v-b-9', target_version: 'v-b-1' },
    ]);
    // What somebody wrote elsewhere meanwhile is offered, not lost.
    await screen.findByRole('heading', { name: 'Fiches réunies à celle-ci' });
    await press(user, screen.getByRole('button', { name: 'Reprendre dans cette fiche' }));
    await waitFor(() => expect(platform.callsOf('beneficiary_merge_take')).toEqual([{ source: 'b-9', fields: ['phone'] }]));
    await expectAccessible();
    await press(user, screen.getByRole('button', { name: /^Séparer/ }));
    await screen.findByRole('heading', { level: 1, name: 'Odette Le Marinel' });
    expect(platform.callsOf('beneficiary_part')).toEqual([{ id: 'b-9' }]);
  });

  it('are said on the file, and never again once told apart', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1', { twin: true });
    await screen.findByText(/Une autre fiche ressemble à celle-ci/);
    await press(user, screen.getByRole('button', { name: 'C’est une autre personne' }));
    await waitFor(() => expect(screen.queryByText(/Une autre fiche ressemble/)).toBeNull());
    expect(platform.callsOf('beneficiary_tell_apart')).toEqual([{ first: 'b-1', second: 'b-9' }]);
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await screen.findByText(/Une autre fiche ressemble à celle-ci/);
  });

  it('that are no more say so, and what failed says that nothing is lost', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1/reunir/b-404');
    await screen.findByText(/L’une de ces fiches n’est plus là/);
    await expectAccessible();
    await user.click(screen.getByRole('link', { name: 'Voir les doublons' }));
    await screen.findByText('Aucun doublon probable.');
    platform.failNext('beneficiary_duplicates', failure('damaged'));
    await user.click(screen.getByRole('checkbox', { name: /noms qui se ressemblent/ }));
    await waitFor(() => expect(platform.callsOf('beneficiary_duplicates').at(-1)).toMatchObject({ loose: true }));
  });
});

describe('a file', () => {
  it('tells what happened, and puts a former value back', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    expect(await screen.findByText(/7.séances · 4.h.30 · du 03\/02\/2026 au 17\/11\/2026/)).toBeTruthy();
    expect(screen.getByText('70 ans et plus')).toBeTruthy();
    const path = await screen.findByRole('list', { name: 'Parcours' });
    expect(path.textContent).toContain('Statut\u202f: Sans emploi → Retraité');
    await press(user, screen.getByRole('link', { name: 'Historique de la fiche' }));
    await screen.findByRole('heading', { level: 1, name: 'Historique de la fiche' });
    const back = await screen.findByRole('button', { name: /Remettre Téléphone.*06 39 98 00 01/ });
    await expectAccessible();
    await press(user, back);
    await screen.findByText(/Valeur remise.*Téléphone/);
    expect(platform.callsOf('history_restore')).toEqual([{ table: 'beneficiary', id: 'b-1', field: 'phone', write: 'bus:4', version: 'v1' }]);
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Valeur remise'));
  });

  it('goes to the corbeille and comes back by one press', async () => {
    const { platform, user } = await open('#/beneficiaires/b-2');
    await press(user, await screen.findByRole('button', { name: 'Mettre à la corbeille' }));
    await screen.findByText(/^2.fiches$/);
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await screen.findByText(/^3.fiches$/);
    expect(platform.callsOf('beneficiary_restore')).toEqual([{ ids: ['b-2'] }]);
  });
});

describe('several files', () => {
  it('are chosen at the keyboard, counted, put away and brought back together', async () => {
    const { platform, user } = await open('#/beneficiaires');
    const first = await screen.findByRole('link', { name: /Odette/ });
    screen.getByRole('searchbox').focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(first);
    await user.keyboard(' ');
    await screen.findByText(/^1.fiche choisie$/);
    await user.keyboard('{ArrowDown}{Shift>}{ArrowDown}{/Shift}');
    await screen.findByText(/^2.fiches choisies$/);
    expect(screen.getByRole('checkbox', { name: 'Choisir Évrard Œuvrard', checked: true })).toBeTruthy();
    await screen.findByText(/9.séances, qui restent dans le carnet/);
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: /^Choisir les 3.fiches$/ }));
    await user.click(await screen.findByRole('button', { name: /Mettre 3.fiches à la corbeille/ }));
    await screen.findByText(/Aucune fiche pour l’instant/);
    expect(platform.callsOf('beneficiary_delete')).toEqual([{ ids: ['b-1', 'b-2', 'b-3'] }]);
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await screen.findByText(/^3.fiches$/);
  });
});
