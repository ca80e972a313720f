/** Sessions at the keyboard: tags, series, copies, lists, many at once, the corbeille. */
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import { failure, TODAY } from '../testing/fakePlatform';
import { expectAccessible, formReady, open } from '../testing/render';

const CTRL_S = '{Control>}s{/Control}';
const CTRL_ENTER = '{Control>}{Enter}{/Control}';
const F6 = '{F6}';
const SHIFT_F6 = '{Shift>}{F6}{/Shift}';

// What was read aloud lingers on the page for seconds, beyond the test that said it.
afterEach(() => document.querySelectorAll('[data-live-announcer] [role="img"]').forEach((said) => said.remove()));

const fold = (name: RegExp) => screen.getByRole('button', { name });

describe('the form', () => {
  it('goes from group to group with F6, and back', async () => {
    const { user } = await open('#/seances/nouvelle');
    await formReady();
    const here = () => document.activeElement?.closest('[data-group]')?.textContent ?? '';
    expect(here()).toContain('Thèmes');
    await user.keyboard(SHIFT_F6);
    expect(document.activeElement).toBe(screen.getByRole('combobox', { name: 'Qui' }));
    await user.keyboard(F6 + F6);
    expect(here()).toContain('Durée');
    await user.keyboard(F6);
    expect(here()).toContain('Mairie de Barneville-Carteret');
    await user.keyboard(F6);
    expect(document.activeElement).toBe(screen.getByLabelText(/^Date/));
  });

  it('notes a known person in nine key presses after « Nouvelle séance »', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard(SHIFT_F6 + 'ode');
    await screen.findByRole('option', { name: /Odette/ });
    await user.keyboard('{ArrowDown}{Enter}');
    await screen.findByRole('group', { name: 'Qui' });
    // The themes are what comes next: the digit is for them.
    await waitFor(() => expect(document.activeElement?.closest('[data-field="themes"]')).toBeTruthy());
    await user.keyboard('1' + CTRL_ENTER);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form).toMatchObject({ people: ['b-1'], themes: ['email'] }));
  });

  it('takes tags by their name, creates one on the spot, and keeps those it does not know', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('1');
    await user.click(fold(/^Matériel, étiquettes, notes/));
    await user.click(await screen.findByRole('button', { name: 'Bus du jeudi' }));
    await user.type(screen.getByRole('combobox', { name: 'Une autre étiquette' }), 'café');
    await user.click(await screen.findByRole('option', { name: /Créer l’étiquette «\u202fcafé\u202f»/ }));
    await screen.findByRole('button', { name: 'café', pressed: true });
    expect(platform.callsOf('tag_save')).toEqual([{ id: null, team: false, form: { name: 'café', description: '' }, version: null }]);
    await expectAccessible();
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form.tags).toEqual(['t-1', 'tag-1']));
  });

  it('says in the rule’s words why a tag is refused', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.click(fold(/^Matériel, étiquettes, notes/));
    await screen.findByRole('button', { name: 'Bus du jeudi' });
    await user.type(screen.getByRole('combobox', { name: 'Une autre étiquette' }), 'ab');
    const rule = { field: 'name', code: 'tag_name_short' as const, message: 'Le nom d’une étiquette a de 3 à 80 caractères' };
    platform.failNext('tag_save', failure('invalid', {}, [rule]));
    await user.click(await screen.findByRole('option', { name: /^Créer l’étiquette «/ }));
    await screen.findByText('Le nom d’une étiquette a de 3 à 80 caractères');
  });

  it('notes ten alike in a row, one press each after the first', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('12');
    await user.click(screen.getByRole('checkbox', { name: /^La suivante lui ressemble/ }));
    for (let noted = 1; noted <= 10; noted += 1) {
      await user.keyboard(CTRL_ENTER);
      await waitFor(() => expect(platform.callsOf('session_save')).toHaveLength(noted));
      await screen.findByText('Séance précédente enregistrée. Voici la suivante.');
    }
    for (const { id, form } of platform.callsOf('session_save')) {
      expect(id).toBeNull();
      expect(form).toMatchObject({ date: TODAY, duration: 30, place: 'place-1', themes: ['email', 'prendre_en_main_du_materiel'], people: [] });
    }
    expect(platform.drafts).toHaveLength(0);
  }, 20_000);

  it('duplicates a session: the same people and content, today, nothing of what was noted', async () => {
    const { platform, user } = await open('#/seances/s-2');
    await user.click(await screen.findByRole('link', { name: 'Dupliquer' }));
    await formReady();
    expect((await screen.findByRole('group', { name: 'Qui' })).textContent).toContain('Odette Lemarinel');
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')).toHaveLength(1));
    expect(platform.callsOf('session_save')[0]).toMatchObject({
      id: null,
      version: null,
      form: { date: TODAY, duration: 45, people: ['b-1'], procedure: 'Renouvellement de la carte Vitale', notes: null, outcome: { autonomy: null, objective_reached: null } },
    });
  });
});

describe('a session noted earlier', () => {
  it('tells who changed what and when, once asked', async () => {
    const { platform, user } = await open('#/seances/s-2');
    const fold = await screen.findByRole('button', { name: /^Historique/ });
    expect(platform.callsOf('history_get')).toHaveLength(0);
    await user.click(fold);
    await waitFor(() => expect(platform.callsOf('history_get')).toEqual([{ table: 'session', id: 's-2' }]));
    await expectAccessible();
  });
});

describe('counts', () => {
  const counts = async () => {
    const opened = await open('#/seances/nouvelle?atelier');
    await formReady();
    return { ...opened, total: screen.getByLabelText<HTMLInputElement>('Combien en tout') };
  };

  it('refuses in words what is no number, and does not mend it in silence', async () => {
    const { platform, user, total } = await counts();
    await user.type(total, '3,5');
    expect(total.value).toBe('3,5');
    await screen.findByText('Écrivez un nombre entier.');
    await user.keyboard(CTRL_S);
    expect(platform.callsOf('session_save')).toHaveLength(0);
    await waitFor(() => expect(document.activeElement).toBe(total));
    await user.clear(total);
    await user.type(total, '-4');
    expect(total.value).toBe('-4');
    await screen.findByText('Le nombre ne peut pas être négatif');
    await user.clear(total);
    await user.type(total, '1 000');
    await user.click(screen.getByRole('button', { name: /^E-mail/ }));
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form.anonymous.total).toBe(1000));
  });

  it('shows the error of a count that the total no longer covers', async () => {
    const { user, total } = await counts();
    await user.type(total, '7');
    await user.type(within(await screen.findByRole('group', { name: 'Genre' })).getByLabelText('Féminin'), '3');
    await user.clear(total);
    expect(screen.getByRole('group', { name: 'Genre' }).textContent).toContain('La somme des données socio-démographiques dépasse');
  });

  it('brings the error of a sum into view while one types', async () => {
    const { user, total } = await counts();
    const seen: string[] = [];
    const before = Element.prototype.scrollIntoView;
    Element.prototype.scrollIntoView = function (this: Element) {
      seen.push(this.textContent);
      // As recent engines do.
      return Promise.resolve() as unknown as undefined;
    };
    try {
      await user.type(total, '2');
      await user.type(within(await screen.findByRole('group', { name: 'Genre' })).getByLabelText('Féminin'), '9');
      expect(seen).toEqual(['La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes']);
      await user.keyboard('{Backspace}');
      expect(screen.queryByText(/^La somme/)).toBeNull();
    } finally {
      Element.prototype.scrollIntoView = before;
    }
  });
});

describe('the list', () => {
  it('is sifted by the notebook, and widened again in one press', async () => {
    const { platform, user } = await open('#/seances');
    await screen.findByText('3 séances');
    await user.click(fold(/^Filtres/));
    const group = await screen.findByRole('group', { name: 'Filtres' });
    await user.selectOptions(within(group).getByLabelText('Sorte de séance'), 'collectif');
    await screen.findByText('1 séance');
    await within(group).findByRole('option', { name: 'Semaine du numérique (équipe)' });
    await user.selectOptions(within(group).getByLabelText('Étiquette'), 't-2');
    await user.selectOptions(within(group).getByLabelText('Thème'), 'justice');
    await screen.findByText('Aucune séance ne correspond à ces filtres.');
    expect(platform.callsOf('session_page').at(-1)).toMatchObject({ offset: 0, sieve: { kind: 'collectif', place: null, theme: 'justice', tag: 't-2' } });
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Voir toutes les séances' }));
    await screen.findByText('3 séances');
  });

  it('is sifted by a person, without keeping her name, and by dates in words', async () => {
    const { platform, user } = await open('#/seances');
    await user.click(await screen.findByRole('button', { name: /^Filtres/ }));
    await user.type(screen.getByRole('combobox', { name: 'Bénéficiaire' }), 'ode');
    expect(screen.queryByRole('option', { name: /Créer/ })).toBeNull();
    await user.click(await screen.findByRole('option', { name: /Odette/ }));
    await screen.findByRole('button', { name: /Ne plus filtrer par.*Odette/ });
    await user.click(screen.getByRole('radio', { name: 'Autres dates' }));
    await user.type(screen.getByLabelText('Du'), '3/2/2026');
    await user.type(screen.getByLabelText('Au'), '5/2/2026');
    await waitFor(() => expect(platform.callsOf('session_page')).toContainEqual(expect.objectContaining({ beneficiary: 'b-1', from: '2026-02-03', to: '2026-02-05' })));
    await user.click(screen.getByRole('button', { name: /Ne plus filtrer par/ }));
    await user.click(screen.getByRole('radio', { name: 'Toutes' }));
  });

  it('flags what two laptops wrote at once', async () => {
    await open('#/seances', { disputes: [{ table: 'session', id: 's-3', field: 'notes', both: true, values: [] }] });
    const rows = await screen.findAllByRole('listitem');
    const list = within(await screen.findByRole('list', { name: 'Séances' })).getAllByRole('listitem');
    expect(rows.length).toBeGreaterThan(list.length);
    expect(list.filter((row) => row.textContent.includes('à vérifier'))).toHaveLength(1);
    expect(list[0]?.textContent).toContain('Bus du jeudi');
  });

  it('puts several in the corbeille after saying how many, and takes them back as one', async () => {
    const { platform, user } = await open('#/seances');
    await user.click(await screen.findByRole('button', { name: 'Choisir plusieurs séances' }));
    await user.click(screen.getByRole('checkbox', { name: /Odette Lemarinel/ }));
    await user.click(screen.getByRole('checkbox', { name: /Premiers pas/ }));
    await screen.findByText('2 séances choisies.');
    await user.click(screen.getByRole('button', { name: 'Mettre à la corbeille…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Mettre 2.séances à la corbeille.\?$/ });
    await expectAccessible({ modal: true });
    await user.click(within(dialog).getByRole('button', { name: /^Mettre 2/ }));
    await screen.findByText('2 séances mises à la corbeille.');
    expect(platform.sessions.map(({ id }) => id)).toEqual(['s-3']);
    await user.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(platform.sessions).toHaveLength(3));
    expect(platform.callsOf('sessions_restore')).toEqual([{ ids: ['s-2', 's-1'] }]);
  });

  it('tags a whole list, and undoes only what it changed', async () => {
    const { platform, user } = await open('#/seances');
    await user.click(await screen.findByRole('button', { name: 'Choisir plusieurs séances' }));
    await user.click(screen.getByRole('button', { name: 'Cocher cette page' }));
    await user.click(screen.getByRole('button', { name: 'Ajouter une étiquette…' }));
    const dialog = await screen.findByRole('dialog', { name: /^Ajouter une étiquette à 3.séances$/ });
    await user.click(await within(dialog).findByRole('button', { name: 'Bus du jeudi' }));
    await user.click(within(dialog).getByRole('button', { name: /^Ajouter à/ }));
    await screen.findByText('1 étiquette ajoutée à 2 séances.');
    expect(platform.sessions.every(({ tags }) => tags.includes('Bus du jeudi'))).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(platform.callsOf('sessions_tag').at(-1)).toEqual({ ids: ['s-2', 's-1'], tag: 't-1', on: false }));
    expect(platform.sessions.filter(({ tags }) => tags.length > 0).map(({ id }) => id)).toEqual(['s-3']);
  });

  it('says when an undoing failed', async () => {
    const { platform, user } = await open('#/seances');
    await user.click(await screen.findByRole('button', { name: /^Supprimer la séance.*Odette/ }));
    platform.failNext('session_restore', failure('disk_full'));
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await screen.findByText(/L’annulation n’a pas abouti\. Le disque de cet ordinateur est plein\./);
  });
});

describe('the corbeille', () => {
  it('gives back in one press, and says so', async () => {
    const { platform, user } = await open('#/corbeille');
    await screen.findByText('2 éléments');
    expect(screen.getByText(/encore 26.jours/)).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: /^Reprendre.*Gaston Lefèvre/ }));
    await screen.findByText(/Gaston Lefèvre.*c’est repris\./);
    await screen.findByText('1 élément');
    expect(platform.callsOf('corbeille_restore')).toEqual([{ table: 'beneficiary', id: 'b-9' }]);
    await waitFor(() => expect(document.activeElement?.textContent).toContain('c’est repris'));
  });

  it('holds what was deleted elsewhere in the application, and puts it back there', async () => {
    const { platform, user } = await open('#/seances');
    await user.click(await screen.findByRole('button', { name: /^Supprimer la séance.*Odette/ }));
    await user.click(screen.getByRole('link', { name: 'Corbeille' }));
    await user.click(await screen.findByRole('button', { name: /^Reprendre.*Séance/ }));
    await waitFor(() => expect(platform.sessions.some(({ id }) => id === 's-2')).toBe(true));
  });

  it('says what it is for when it is empty, and what to do when it cannot be read', async () => {
    const { platform, user } = await open('#/corbeille', { empty: true });
    await screen.findByText(/^La corbeille est vide\./);
    await expectAccessible();
    platform.failNext('corbeille_page', failure('damaged'));
    await user.click(screen.getByRole('link', { name: 'Aujourd’hui' }));
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
  });
});

describe('tags', () => {
  it('are created, renamed with what was seen, and put in the corbeille', async () => {
    const { platform, user } = await open('#/etiquettes');
    await screen.findByText('Bus du jeudi');
    expect(screen.getByText(/^personnelle · 41.séances · Tournée des hameaux$/)).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Nouvelle étiquette' }));
    const created = await screen.findByRole('dialog', { name: 'Nouvelle étiquette' });
    await user.type(within(created).getByLabelText(/^Nom/), 'France Services');
    await user.click(screen.getByRole('radio', { name: 'D’équipe' }));
    await expectAccessible({ modal: true });
    await user.click(screen.getByRole('button', { name: 'Enregistrer' }));
    await screen.findByText('France Services');
    expect(platform.callsOf('tag_save')[0]).toEqual({ id: null, team: true, form: { name: 'France Services', description: '' }, version: null });

    await user.click(screen.getByRole('button', { name: 'Modifier l’étiquette Bus du jeudi' }));
    const dialog = await screen.findByRole('dialog', { name: 'Étiquette personnelle' });
    const name = within(dialog).getByLabelText(/^Nom/);
    await user.clear(name);
    await user.type(name, 'Bus{Enter}');
    await screen.findByText('Bus');
    expect(platform.callsOf('tag_save')[1]).toMatchObject({ id: 't-1', form: { name: 'Bus', description: 'Tournée des hameaux' }, version: 'v1' });

    await user.click(screen.getByRole('button', { name: 'Supprimer l’étiquette Bus' }));
    await screen.findByText('Étiquette « Bus » mise à la corbeille.');
    await user.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(platform.callsOf('tag_restore')).toEqual([{ ids: ['t-1', 't-1b'] }]));
    await screen.findByText('Bus');
  });

  it('of one’s own joins the team’s, at the keyboard; undone at once or later', async () => {
    const { platform, user } = await open('#/etiquettes');
    const edit = async (name: string) => {
      const button = await screen.findByRole('button', { name: `Modifier l’étiquette ${name}` });
      button.focus();
      await user.keyboard('{Enter}');
    };
    const join = async () => {
      await edit('Bus du jeudi');
      const dialog = await screen.findByRole('dialog', { name: 'Étiquette personnelle' });
      await user.selectOptions(await within(dialog).findByLabelText('Réunir avec une étiquette d’équipe'), 't-2');
      await expectAccessible({ modal: true });
      within(dialog).getByRole('button', { name: 'Réunir' }).focus();
      await user.keyboard('{Enter}');
      await waitFor(() => expect(screen.queryByRole('button', { name: 'Modifier l’étiquette Bus du jeudi' })).toBeNull());
    };
    await join();
    expect(platform.callsOf('tag_join')).toEqual([{ id: 't-1', into: 't-2' }]);
    expect((await screen.findByText(/d’équipe · 53/)).textContent).toContain('séances');
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await screen.findByRole('button', { name: 'Modifier l’étiquette Bus du jeudi' });
    await join();
    await edit('Semaine du numérique');
    const team = await screen.findByRole('dialog', { name: 'Étiquette d’équipe' });
    await expectAccessible({ modal: true });
    within(team).getByRole('button', { name: 'Séparer Bus du jeudi' }).focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Modifier l’étiquette Bus du jeudi' });
    expect(platform.callsOf('tag_part')).toHaveLength(2);
  });

  it('says the rule under the name, and what to do when there is none', async () => {
    const { platform, user } = await open('#/etiquettes', { empty: true });
    await user.click(await screen.findByRole('button', { name: 'Créer la première' }));
    const rule = { field: 'name', code: 'tag_name_short' as const, message: 'Le nom d’une étiquette a de 3 à 80 caractères' };
    platform.failNext('tag_save', failure('invalid', {}, [rule]));
    const name = within(await screen.findByRole('dialog', { name: 'Nouvelle étiquette' })).getByLabelText(/^Nom/);
    await user.type(name, 'ab{Enter}');
    await screen.findByText('Le nom d’une étiquette a de 3 à 80 caractères');
  });
});

describe('offers to undo', () => {
  it('are three at most: an older one does not come back', async () => {
    const { user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('1');
    await user.click(screen.getByRole('checkbox', { name: /^La suivante lui ressemble/ }));
    for (let noted = 0; noted < 5; noted += 1) {
      await user.keyboard(CTRL_ENTER);
      await screen.findByText('Séance précédente enregistrée. Voici la suivante.');
    }
    await waitFor(() => expect(screen.getAllByText('Séance enregistrée sur cet ordinateur.')).toHaveLength(3));
    for (const close of screen.getAllByRole('button', { name: 'Fermer', hidden: true }).filter((b) => b.closest('[role="alertdialog"]'))) await user.click(close);
    await waitFor(() => expect(screen.queryByText('Séance enregistrée sur cet ordinateur.')).toBeNull());
  });
});
