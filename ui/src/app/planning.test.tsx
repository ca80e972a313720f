/** The plan at the keyboard alone: the week, exceptions, workshops, the roll call, the session. */
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { failure, TODAY } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

const CTRL_S = '{Control>}s{/Control}';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${TODAY}T11:42:00+01:00`) });
  return () => vi.useRealTimers();
});

async function week(options = {}) {
  const opened = await open('#/planning', options);
  await screen.findByText(/permanences? ·|Rien de prévu cette semaine/);
  return opened;
}

const day = (name: string) => screen.getByRole('listitem', { name });

async function press(user: Awaited<ReturnType<typeof open>>['user'], element: HTMLElement) {
  element.focus();
  await user.keyboard('{Enter}');
}

describe('the week', () => {
  it('shows each day with its permanences and workshops, and says what was cancelled', async () => {
    await week();
    const tuesday = day('mardi 24 novembre');
    expect(within(tuesday).getByText('Aujourd’hui')).toBeTruthy();
    expect(within(tuesday).getByRole('button', { name: /9:00–12:00.*Mairie de Barneville-Carteret/ })).toBeTruthy();
    expect(within(tuesday).getByRole('link', { name: /14:00–16:00.*8.inscrits sur 8 · 2.en attente/ })).toBeTruthy();
    expect(within(day('vendredi 27 novembre')).getByRole('button', { name: /Annulée ce jour-là/ })).toBeTruthy();
    expect(screen.queryByRole('listitem', { name: /samedi/ })).toBeNull();
    await expectAccessible();
  });

  it('goes to another week and comes back', async () => {
    const { user, platform } = await week();
    await press(user, screen.getByRole('button', { name: 'Semaine suivante' }));
    await screen.findByText('Semaine du lundi 30 novembre');
    expect(platform.callsOf('planning_get').at(-1)).toEqual({ from: '2026-11-30', to: '2026-12-06' });
    await press(user, screen.getByRole('button', { name: 'Cette semaine' }));
    await screen.findByText('Semaine du lundi 23 novembre');
  });

  it('says what will be there when it is empty, and what to do when it cannot be read', async () => {
    const { platform, user } = await week({ empty: true });
    expect(screen.getByRole('link', { name: 'Ajouter une permanence' })).toBeTruthy();
    await expectAccessible();
    platform.failNext('planning_get', failure('damaged'));
    await press(user, screen.getByRole('button', { name: 'Semaine précédente' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Le fichier du carnet est abîmé.');
    // The week is the one that was left: back to this one for those who come after.
    await press(user, screen.getByRole('button', { name: 'Cette semaine' }));
    await screen.findByText('Semaine du lundi 23 novembre');
  });

  it('notes travel and preparation, refused in words, undone by one press', async () => {
    const { user, platform } = await week();
    await press(user, within(day('mercredi 25 novembre')).getByRole('button', { name: /Noter trajet et préparation/ }));
    const dialog = await screen.findByRole('dialog', { name: /Trajet et préparation/ });
    await user.type(within(dialog).getByLabelText('Trajet'), 'loin{Enter}');
    await within(dialog).findByText('Veuillez renseigner une durée valide, par exemple 1h30');
    await user.clear(within(dialog).getByLabelText('Trajet'));
    await user.type(within(dialog).getByLabelText('Trajet'), '1h15{Enter}');
    await within(day('mercredi 25 novembre')).findByRole('button', { name: /Trajet 1.h.15/ });
    await press(user, await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(platform.callsOf('workday_save').at(-1)).toEqual({ date: '2026-11-25', travel: '', preparation: '' }));
  });

  it('hands over a calendar file of the period chosen', async () => {
    const { user, platform } = await week();
    await press(user, screen.getByRole('button', { name: 'Exporter (.ics)' }));
    await screen.findByRole('dialog', { name: 'Exporter le planning' });
    await expectAccessible({ modal: true });
    await press(user, screen.getByRole('button', { name: 'Enregistrer le fichier' }));
    await waitFor(() => expect(platform.saved).toHaveLength(1));
    expect(platform.callsOf('planning_ics')).toEqual([{ from: '2026-11-23', to: '2026-12-20' }]);
    expect(platform.saved[0]?.name).toBe('planning-2026-11-23-2026-12-20.ics');
  });
});

describe('a permanence', () => {
  const morning = () => within(day('mardi 24 novembre')).getByRole('button', { name: /Mairie de Barneville-Carteret/ });

  it('is cancelled for one day, and given back by the undo', async () => {
    const { user, platform } = await week();
    await press(user, morning());
    await screen.findByRole('dialog', { name: 'Permanence du mardi 24 novembre' });
    await expectAccessible({ modal: true });
    await press(user, screen.getByRole('button', { name: 'Annuler ce jour-là' }));
    await waitFor(() => expect(morning().textContent).toContain('Annulée ce jour-là'));
    expect(platform.callsOf('stop_change_save')[0]?.form).toMatchObject({ stop: 'stop-1', date: TODAY, kind: 'annulee', place: null });
    await press(user, await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(morning().textContent).not.toContain('Annulée'));
  });

  it('moves to another day, and says from where', async () => {
    const { user, platform } = await week();
    await press(user, morning());
    await press(user, await screen.findByRole('button', { name: 'Déplacer ou changer ce jour-là' }));
    const field = await screen.findByLabelText(/Nouveau jour/);
    await user.clear(field);
    await user.type(field, 'jeudi{Enter}');
    await waitFor(() => expect(day('jeudi 26 novembre').textContent).toContain('Déplacée du mardi 24 novembre'));
    expect(platform.callsOf('stop_change_save')[0]?.form).toMatchObject({ kind: 'deplacee', date: TODAY, moved_to: '2026-11-26', starts: '09:00' });
    expect(day('mardi 24 novembre').textContent).not.toContain('Mairie');
  });

  it('comes once more on a day without it, and is put back as planned when it was cancelled', async () => {
    const { user, platform } = await week();
    await press(user, morning());
    await press(user, await screen.findByRole('button', { name: /Ajouter une fois de plus/ }));
    await user.type(await screen.findByLabelText(/Quel jour/), 'demain{Enter}');
    await waitFor(() => expect(day('mercredi 25 novembre').textContent).toContain('Une fois de plus'));
    expect(platform.callsOf('stop_change_save')[0]?.form).toMatchObject({ kind: 'supplementaire', date: '2026-11-25' });
    await press(user, within(day('vendredi 27 novembre')).getByRole('button', { name: /Annulée/ }));
    await press(user, await screen.findByRole('button', { name: 'Remettre comme prévu' }));
    await waitFor(() => expect(day('vendredi 27 novembre').textContent).not.toContain('Annulée'));
    expect(platform.callsOf('stop_change_delete')).toEqual([{ id: 'change-1' }]);
  });

  it('is noted at the keyboard, its errors under their fields', async () => {
    const { user, platform } = await open('#/planning/permanences/nouvelle');
    await screen.findByRole('button', { name: /^Lundi/ });
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Lundi'));
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez choisir au moins un jour de la semaine');
    await expectAccessible();
    screen.getByRole('button', { name: /^Lundi/ }).focus();
    await user.keyboard('24');
    await user.type(screen.getByLabelText(/Début/), '9h');
    await user.type(screen.getByLabelText(/Fin/), '12h30');
    await user.type(screen.getByLabelText('Jusqu’au'), '30/6');
    await user.keyboard(CTRL_S);
    await screen.findByRole('heading', { level: 1, name: 'Planning' });
    expect(platform.callsOf('stop_save').at(-1)?.form).toEqual({
      place: 'place-1',
      every: 1,
      weekdays: ['mardi', 'jeudi'],
      starts: '9h',
      ends: '12h30',
      first_day: TODAY,
      last_day: '2027-06-30',
    });
  });

  it('is kept as a draft that « Aujourd’hui » offers to resume', async () => {
    const { user, platform } = await open('#/planning/permanences/nouvelle');
    await user.type(await screen.findByLabelText(/Début/), '9h');
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { level: 1, name: 'Planning' });
    await waitFor(() => expect(platform.drafts).toHaveLength(1));
    await press(user, screen.getByRole('link', { name: 'Aujourd’hui' }));
    await press(user, await screen.findByRole('link', { name: /Reprendre : Permanence · Mairie de Barneville-Carteret/ }));
    expect((await screen.findByLabelText<HTMLInputElement>(/Début/)).value).toBe('9h');
  });

  it('is modified, and put back as it was', async () => {
    const { user, platform } = await open('#/planning/permanences/stop-1');
    const ends = await screen.findByLabelText(/Fin/);
    await user.clear(ends);
    await user.type(ends, '13h');
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(day('mardi 24 novembre').textContent).toContain('9:00–13:00'));
    await press(user, await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(day('mardi 24 novembre').textContent).toContain('9:00–12:00'));
    expect(platform.callsOf('stop_save').at(-1)).toMatchObject({ id: 'stop-1', version: null, form: { ends: '12:00' } });
  });

  it('goes to the corbeille, and comes back', async () => {
    const { user, platform } = await open('#/planning/permanences/stop-1');
    await press(user, await screen.findByRole('button', { name: 'Supprimer la permanence' }));
    await screen.findByRole('heading', { level: 1, name: 'Planning' });
    await press(user, await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(platform.callsOf('stop_restore')).toEqual([{ id: 'stop-1' }]));
  });
});

describe('where one is', () => {
  it('is told with its hours and what comes next, changed and given back to the plan by one press each', async () => {
    const { user, platform } = await open('#/');
    const place = await screen.findByRole('region', { name: 'Escale du moment' });
    expect(place.textContent).toContain('9:00–12:00');
    expect(place.textContent).toContain('Ensuite\u202f: Médiathèque de Portbail-sur-Mer, 14:00–17:00');
    await press(user, within(place).getByRole('button', { name: /J’y suis déjà/ }));
    await screen.findByText(/Choisi pour aujourd’hui/);
    expect(platform.callsOf('place_set_current')).toEqual([{ id: 'place-2' }]);
    await expectAccessible();
    await press(user, screen.getByRole('button', { name: 'Revenir au planning' }));
    await waitFor(() => expect(screen.queryByText(/Choisi pour aujourd’hui/)).toBeNull());
  });

  it('is shown with the workshops of the day', async () => {
    await open('#/');
    const list = await screen.findByRole('list', { name: 'Ateliers d’aujourd’hui' });
    expect(within(list).getByRole('link').textContent).toContain('Premiers pas sur tablette');
  });
});

describe('a workshop to come', () => {
  const rows = () => within(screen.getByRole('list', { name: 'Personnes inscrites' })).getAllByRole('listitem');

  it('says who has a seat and who waits; a seat that frees is said', async () => {
    const { user, platform } = await open('#/planning/ateliers/workshop-1');
    await screen.findByRole('heading', { level: 1, name: 'Premiers pas sur tablette' });
    expect(rows()[3]?.textContent).toMatch(/René · 2.personnes · 2.en attente/);
    await expectAccessible();
    await press(user, screen.getByRole('button', { name: /Retirer l’inscription.: Mme L\./ }));
    await screen.findByText('Une place se libère : René n’attend plus.');
    await waitFor(() => expect(rows()).toHaveLength(3));
    await press(user, await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(rows()).toHaveLength(4));
    expect(platform.callsOf('registration_restore')).toEqual([{ id: 'r-2' }]);
  });

  it('registers a followed person, or a first name and a number, without the mouse', async () => {
    const { user, platform } = await open('#/planning/ateliers/workshop-1');
    const who = await screen.findByRole('combobox', { name: 'Inscrire une personne suivie' });
    await user.type(who, 'nad');
    await screen.findByRole('option', { name: /Nadia/ });
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(platform.callsOf('registration_save')[0]?.form).toEqual({ workshop: 'workshop-1', beneficiary: 'b-3', name: '', count: 1 }));
    await user.type(screen.getByLabelText('Ou un prénom, des initiales'), '{Enter}');
    await screen.findByText('Veuillez choisir une personne, ou indiquer un prénom ou des initiales');
    await user.type(screen.getByLabelText('Ou un prénom, des initiales'), 'Z.{Enter}');
    await waitFor(() => expect(platform.callsOf('registration_save')[1]?.form).toMatchObject({ beneficiary: null, name: 'Z.', count: 1 }));
  });

  it('is called, then noted as a session filled with who came, once', async () => {
    const { user, platform } = await open('#/planning/ateliers/workshop-1');
    await screen.findByRole('list', { name: 'Personnes inscrites' });
    screen.getByRole('checkbox', { name: /Odette Lemarinel/ }).focus();
    await user.keyboard(' ');
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /Odette Lemarinel/ }).checked).toBe(true));
    screen.getByRole('checkbox', { name: /Mme L\./ }).focus();
    await user.keyboard(' ');
    await press(user, await screen.findByRole('button', { name: /Un de moins que 6, Mme L\./ }));
    await screen.findByText(/6.présents/);
    await press(user, screen.getByRole('link', { name: 'Noter la séance' }));
    await screen.findByRole('heading', { level: 1, name: 'Nouvel atelier' });
    const list = await screen.findByRole('list', { name: 'Bénéficiaires suivis présents' });
    expect(list.textContent).toContain('Odette Lemarinel');
    expect(screen.getByLabelText<HTMLInputElement>('Combien en tout').value).toBe('5');
    await user.keyboard(CTRL_S);
    await screen.findByRole('link', { name: 'Ouvrir la séance' });
    expect(platform.callsOf('session_save')[0]).toMatchObject({ workshop: 'workshop-1', form: { people: ['b-1'], anonymous: { total: 5 }, title: 'Premiers pas sur tablette' } });
    window.location.hash = '#/seances/nouvelle?atelier&planned=workshop-1';
    await screen.findByText(/déjà notée/);
  });

  it('keeps the form open when another laptop notes the session meanwhile', async () => {
    const { user, platform } = await open('#/seances/nouvelle?atelier&planned=workshop-1');
    await user.type(await screen.findByLabelText('Combien en tout'), '3');
    const other = { id: null, draft: null, version: null, workshop: 'workshop-1', form: (await platform.invoke('workshop_session', { id: 'workshop-1' })).form };
    await platform.invoke('session_save', { ...other, form: { ...other.form, anonymous: { ...other.form.anonymous, total: 2 } } });
    const asked = platform.callsOf('workshop_session').length;
    platform.emit({ kind: 'changed', tags: ['planning', 'sessions'] });
    await waitFor(() => expect(platform.callsOf('workshop_session').length).toBeGreaterThan(asked));
    // Long enough for the answer to reach the screen, were it to take it.
    await expect(screen.findByText(/déjà notée/, {}, { timeout: 400 })).rejects.toThrow();
    expect(screen.getByLabelText<HTMLInputElement>('Combien en tout').value).toBe('3');
  });

  it('is planned like last week’s, without its people', async () => {
    const { user, platform } = await open('#/planning/ateliers/workshop-2');
    await screen.findByText(/pas encore notée/);
    await press(user, screen.getByRole('link', { name: 'Prévoir le même' }));
    const title = await screen.findByLabelText<HTMLInputElement>(/Titre de l’atelier/);
    expect(title.value).toBe('Ses photos');
    expect(screen.getByLabelText<HTMLInputElement>(/^Date/).value).toBe('25/11/2026');
    await expectAccessible();
    await user.keyboard(CTRL_S);
    await screen.findByText(/Personne n’est inscrit/);
    expect(platform.callsOf('workshop_save')[0]).toMatchObject({ id: null, version: null, form: { date: '2026-11-25', title: 'Ses photos', place: 'place-2' } });
  });

  it('starts from an outline of the team: title, level, themes, and the end of its hours', async () => {
    const { user, platform } = await open('#/planning/ateliers/nouveau');
    await user.selectOptions(await screen.findByLabelText('Partir de'), 'trame outline-1');
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>(/Titre de l’atelier/).value).toBe('Découvrir sa tablette'));
    await user.type(screen.getByLabelText(/^Date/), 'jeudi');
    await user.type(screen.getByLabelText(/Début/), '9h30');
    expect(screen.getByLabelText<HTMLInputElement>(/Fin/).value).toBe('11:00');
    await user.type(screen.getByLabelText('Nombre de places'), '0');
    await user.keyboard(CTRL_S);
    await screen.findByText('Le nombre de places va de 1 à 500');
    await user.clear(screen.getByLabelText('Nombre de places'));
    await user.type(screen.getByLabelText('Nombre de places'), '8');
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('workshop_save')).toHaveLength(2));
    expect(platform.callsOf('workshop_save')[1]?.form).toMatchObject({ date: '2026-11-26', capacity: 8, outline: 'outline-1', level: 'debutant', themes: ['prendre_en_main_du_materiel'] });
  });
});

describe('the outlines', () => {
  it.each([
    ['the library', '#/planning/trames', 'Trames d’atelier', {}],
    ['an empty library', '#/planning/trames', 'Trames d’atelier', { empty: true }],
    ['an outline', '#/planning/trames/outline-1', 'Trame d’atelier', {}],
    ['a workshop’s form', '#/planning/ateliers/workshop-1/modifier', 'Modifier l’atelier', {}],
  ] as const)('%s is accessible', async (_, hash, title, options) => {
    await open(hash, options);
    await screen.findByRole('heading', { level: 1, name: title });
    await expectAccessible();
  });

  it('warns of what must not be shared, and is saved for the team', async () => {
    const { user, platform } = await open('#/planning/trames/nouvelle');
    await user.type(await screen.findByLabelText(/^Titre/), 'Ses mots de passe');
    await user.type(screen.getByLabelText('Étapes'), '2 69 05 49 588 157 80');
    await screen.findByText(/Ceci ressemble à/);
    await user.clear(screen.getByLabelText('Étapes'));
    await user.type(screen.getByLabelText('Étapes'), 'Accueil');
    await user.keyboard(CTRL_S);
    await screen.findByRole('heading', { level: 1, name: 'Trames d’atelier' });
    expect(platform.callsOf('outline_save')[0]?.form).toMatchObject({ title: 'Ses mots de passe', steps: 'Accueil' });
    expect(await screen.findByText('Ses mots de passe')).toBeTruthy();
  });
});
