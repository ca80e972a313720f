/** Follow-up at the keyboard: what is due, goals and referrals on a file, needs before and now. */
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { failure, TODAY } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

const CTRL_S = '{Control>}s{/Control}';

async function relances() {
  const opened = await open('#/relances');
  await screen.findByRole('heading', { level: 2, name: 'En retard' });
  return opened;
}

const lines = () => screen.getAllByRole('link').filter((link) => link.closest('[data-relance]') !== null);

describe('what is due', () => {
  it('is done by one key, the next line takes the focus, and one press undoes it', async () => {
    const { platform, user } = await relances();
    expect(lines()).toHaveLength(4);
    lines()[0]?.focus();
    await user.keyboard('f');
    await waitFor(() => expect(lines()).toHaveLength(3));
    expect(platform.callsOf('followup_move')).toEqual([{ kind: 'referral', id: 'r-1', state: 'aboutie', date: null }]);
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Renouvellement de la carte Vitale'));
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(lines()).toHaveLength(4));
    expect(platform.callsOf('followup_undo')[0]).toMatchObject({ id: 'r-1', look_again: '2026-11-17' });
    expect(lines()[0]?.textContent).toContain('Point conseil budget');
  });

  it('is put off a week by one key, and arrows go from line to line', async () => {
    const { platform, user } = await relances();
    lines()[0]?.focus();
    await user.keyboard('{ArrowDown}r');
    await waitFor(() => expect(platform.callsOf('followup_postpone')).toEqual([{ kind: 'procedure', id: 'p-1', until: '2026-12-01' }]));
    await waitFor(() => expect(screen.queryByRole('heading', { level: 2, name: 'Aujourd’hui' })).toBeNull());
  });

  it('says in words when nothing was noted, and keeps the line', async () => {
    const { platform, user } = await relances();
    platform.failNext('followup_move', failure('disk_full'));
    lines()[0]?.focus();
    await user.keyboard('f');
    expect((await screen.findByRole('alert')).textContent).toContain('disque');
    expect(lines()).toHaveLength(4);
  });

  it('is counted on the first screen, overdue included, and read aloud in the side bar', async () => {
    await open('#/');
    const due = await screen.findByRole('region', { name: 'À revoir aujourd’hui' });
    expect(due.textContent).toMatch(/2.relances/);
    expect(within(due).getByRole('link', { name: 'Voir les relances' }).getAttribute('href')).toBe('#/relances');
    expect(screen.getByRole('link', { name: /Relances 2 à revoir/ })).toBeTruthy();
  });

  it('is nothing on an empty notebook', async () => {
    await open('#/relances', { empty: true });
    await screen.findByText(/Rien à revoir/);
    await expectAccessible();
  });
});

describe('a goal', () => {
  it('says what is missing under its field, then is kept and shown on the file', async () => {
    const { platform, user } = await open('#/suivi/objectif/nouveau?person=b-1');
    const wording = await screen.findByLabelText<HTMLInputElement>(/Ce que la personne veut savoir faire/);
    await waitFor(() => expect(document.activeElement).toBe(wording));
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez renseigner l’objectif');
    await waitFor(() => expect(document.activeElement).toBe(wording));
    await user.keyboard('Faire une visio avec son fils');
    await user.selectOptions(screen.getByLabelText('Thématique'), 'reseaux_sociaux');
    await user.click(within(screen.getByRole('radiogroup', { name: 'Pour quand' })).getByRole('radio', { name: '1 mois' }));
    // Looked at again on that day, unless another one is typed.
    const again = screen.getAllByLabelText<HTMLInputElement>('Autre jour')[1];
    expect(again?.value).toBe('24/12/2026');
    if (again) {
      await user.clear(again);
      await user.type(again, '23/12');
    }
    await user.keyboard(CTRL_S);
    await screen.findByRole('heading', { level: 1, name: 'Odette Lemarinel' });
    expect(platform.callsOf('followup_save').at(-1)?.form).toEqual({
      kind: 'goal',
      form: { beneficiary: 'b-1', theme: 'reseaux_sociaux', wording: 'Faire une visio avec son fils', target: '2026-12-24', look_again: '2026-12-23', notes: '' },
    });
    expect(await screen.findByText('Faire une visio avec son fils')).toBeTruthy();
  });

  it('does not drop a day that cannot be read: it is refused in words', async () => {
    const { platform, user } = await open('#/suivi/demarche/nouveau?person=b-1');
    await user.type(await screen.findByLabelText(/Nom de la démarche/), 'Permis');
    await user.type(screen.getByLabelText('Autre jour'), 'bientôt');
    await screen.findByText(/Écrivez la date ainsi/);
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez renseigner une date valide');
    expect(platform.callsOf('followup_save')[0]?.form).toMatchObject({ form: { look_again: 'bientôt' } });
    await user.clear(screen.getByLabelText('Autre jour'));
    await user.type(screen.getByLabelText('Autre jour'), 'dans 2 semaines');
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('followup_save').at(-1)?.form).toMatchObject({ form: { look_again: '2026-12-08' } }));
  });

  it('left unfinished, waits among the drafts of the day and is resumed as it was', async () => {
    const { user } = await open('#/suivi/objectif/nouveau?person=b-1');
    await user.type(await screen.findByLabelText(/Ce que la personne veut savoir faire/), 'Imprimer ses billets');
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { level: 1, name: 'Odette Lemarinel' });
    await user.click(screen.getByRole('link', { name: 'Aujourd’hui' }));
    await user.click(await screen.findByRole('link', { name: /Reprendre.*Objectif · Odette Lemarinel · Imprimer ses billets/ }));
    expect((await screen.findByLabelText<HTMLInputElement>(/Ce que la personne veut savoir faire/)).value).toBe('Imprimer ses billets');
  });

  it('is moved on from the file by a digit, and its steps are kept', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    const goals = await screen.findByRole('list', { name: 'Objectifs' });
    await user.click(within(goals).getByRole('button', { name: /Où en est-on.*photos/ }));
    const dialog = await screen.findByRole('dialog', { name: /Où en est-on/ });
    await expectAccessible({ modal: true });
    await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('radio'));
    await user.keyboard('3');
    await user.click(within(dialog).getByRole('button', { name: 'Noter' }));
    await waitFor(() => expect(platform.callsOf('followup_move')).toEqual([{ kind: 'goal', id: 'g-1', state: 'atteint', date: TODAY }]));
    const steps = await screen.findByRole('list', { name: /Étapes.*photos/ });
    await waitFor(() => expect(within(steps).getAllByRole('listitem')).toHaveLength(3));
  });

  it('deleted, comes back by one press', async () => {
    const { user } = await open('#/beneficiaires/b-1');
    await user.click(await screen.findByRole('button', { name: /Supprimer.*photos/ }));
    await waitFor(() => expect(screen.queryByText(/Envoyer seule des photos/)).toBeNull());
    expect(document.activeElement?.textContent).toBe('Suivi');
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    expect(await screen.findByText(/Envoyer seule des photos/)).toBeTruthy();
  });
});

describe('a referral', () => {
  it('is followed from the session that sent the person, without saying the place again', async () => {
    const { platform, user } = await open('#/seances/s-2');
    await user.click(await screen.findByRole('link', { name: 'Suivre cette orientation' }));
    await screen.findByText('France Services de Valognes');
    await waitFor(() => expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('reason'));
    await user.keyboard('Carte grise');
    await user.keyboard(CTRL_S);
    await waitFor(() =>
      expect(platform.callsOf('followup_save')[0]?.form).toMatchObject({ kind: 'referral', form: { beneficiary: 'b-1', session: 's-2', place: null, place_name: '', reason: 'Carte grise' } }),
    );
  });

  it('noted in a session and not followed yet is proposed on the file', async () => {
    await open('#/beneficiaires/b-1');
    const link = await screen.findByRole('link', { name: /Suivre.*France Services de Valognes/ });
    expect(link.getAttribute('href')).toBe('#/suivi/orientation/nouveau?person=b-1&session=s-2');
  });
});

describe('progress', () => {
  it('is drawn with its table, and needs stand side by side', async () => {
    await open('#/beneficiaires/b-1');
    const drawing = await screen.findByRole('img', { name: /Autonomie, E-mail.*de «.Avec guidage.» .*à «.Autonome.» .*en 4.séances/ });
    expect(drawing.querySelectorAll('circle')).toHaveLength(4);
    const table = within(screen.getByRole('region', { name: /Tableau.*E-mail/ })).getAllByRole('row');
    expect(table.map((row) => row.textContent)).toEqual([
      'Séance duNiveau d’autonomie', '17/11/2026Autonome', '20/10/2026Autonome avec guidage en cas de besoin', '29/09/2026Avec guidage', '08/09/2026Avec guidage',
    ]);
    const needs = screen.getByRole('region', { name: 'Diagnostic, avant et maintenant' });
    const row = (name: RegExp) => within(needs).getByRole('rowheader', { name }).closest('tr')?.textContent ?? '';
    expect(row(/e-mails/)).toMatch(/Pas encore.*À son rythme.*en progrès/);
    expect(row(/applications/)).toMatch(/Avec de l’aide.*Pas encore.*en recul/);
    expect(row(/réseaux sociaux/)).toContain('sans réponse');
    await expectAccessible();
  });

  it('is told by the person, one digit a line', async () => {
    const { platform, user } = await open('#/suivi/diagnostic/nouveau?person=b-2');
    await screen.findByRole('radiogroup', { name: /Prendre en main/ });
    await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('radio'));
    await user.keyboard('2');
    await user.tab();
    await user.keyboard('4');
    await expectAccessible();
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('followup_save')[0]?.form).toMatchObject({ form: { answers: { prise_en_main: 'avec_aide', navigation: 'a_l_aise' } } }));
  });
});

describe('accessibility', () => {
  it.each([
    ['#/relances', 'Relances'],
    ['#/suivi/objectif/g-1', 'Modifier l’objectif'],
    ['#/suivi/orientation/nouveau?person=b-1', 'Nouvelle orientation'],
    ['#/suivi/demarche/nouveau?person=b-1', 'Nouvelle démarche'],
    ['#/suivi/mandat/m-1', 'Modifier le mandat'],
    ['#/suivi/pix/nouveau?person=b-1', 'Pix'],
    ['#/suivi/pass/nouveau?person=b-1', 'Pass numériques remis'],
    ['#/beneficiaires/b-2', 'Évrard Œuvrard'],
    ['#/seances/s-2', 'Séance'],
  ])('%s', async (hash, title) => {
    const { user } = await open(hash);
    // A form that begins with the directory opens it: what it covers is hidden on purpose.
    if (hash.includes('orientation')) {
      await screen.findByRole('listbox');
      await user.keyboard('{Escape}');
    }
    await screen.findByRole('heading', { level: 1, name: title });
    // Whole: its form, or its follow-up, has come.
    await waitFor(() => expect(document.querySelector('[data-field], [data-relance], #suivi ~ section, #suivi')).not.toBeNull());
    await expectAccessible();
  });

  it('an answer that failed says what to do', async () => {
    const { platform, user } = await open('#/');
    platform.failNext('relances', failure('damaged'));
    await user.click(screen.getByRole('link', { name: /^Relances/ }));
    expect((await screen.findByRole('alert')).textContent).toContain('Le fichier du carnet est abîmé.');
    await expectAccessible();
  });
});
