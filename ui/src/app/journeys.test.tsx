/** Journeys at the keyboard alone, from key to notebook. */
import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { failure, PASSPHRASE, SAMPLE_DRAFT, TODAY } from '../testing/fakePlatform';
import { formReady, open } from '../testing/render';

/** A keyboard that counts: a key held with Ctrl is one press. */
function counting(user: UserEvent) {
  let presses = 0;
  return {
    press: async (key: string) => {
      presses += 1;
      await user.keyboard(key);
    },
    get presses() {
      return presses;
    },
  };
}

const CTRL_N = '{Control>}n{/Control}';
const CTRL_S = '{Control>}s{/Control}';
const CTRL_L = '{Control>}l{/Control}';
const CTRL_ENTER = '{Control>}{Enter}{/Control}';

describe('the anonymous session', () => {
  it('is noted in at most six key presses from « Aujourd’hui »', async () => {
    const { platform, user } = await open('#/');
    await screen.findByText('Noté aujourd’hui');
    const keys = counting(user);
    await keys.press(CTRL_N);
    await formReady();
    await keys.press('1');
    await keys.press(CTRL_ENTER);
    await screen.findByText('Séance précédente enregistrée. Voici la suivante.');
    expect(keys.presses).toBeLessThanOrEqual(6);
    expect(keys.presses).toBe(3);
    const [save] = platform.callsOf('session_save');
    expect(save).toMatchObject({
      id: null,
      version: null,
      form: { kind: 'individuel', date: TODAY, duration: 30, place_kind: 'lieu_activite', place: 'place-1', themes: ['email'], people: [] },
    });
  });

  it('takes the theme with arrows and space, when neither place nor duration is known', async () => {
    const { platform, user } = await open('#/', { bare: true });
    await screen.findByText('Noté aujourd’hui');
    await user.keyboard(CTRL_N);
    await formReady();
    await user.keyboard('{ArrowRight}');
    await user.keyboard(' ');
    await user.click(screen.getByRole('radio', { name: 'À distance' }));
    await user.click(screen.getByRole('radio', { name: /^45.min/ }));
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')).toHaveLength(1));
    expect(platform.callsOf('session_save')[0]?.form).toMatchObject({ themes: ['prendre_en_main_du_materiel'], duration: 45, place_kind: 'a_distance', place: null });
  });

  it('keeps the place, the duration and the day for the next one, and nothing of the person', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('2');
    await user.click(screen.getByRole('radio', { name: /^45.min/ }));
    await user.click(screen.getByRole('checkbox', { name: 'Déjà venu·e' }));
    await user.keyboard(CTRL_ENTER);
    await screen.findByText('Séance précédente enregistrée. Voici la suivante.');
    await user.keyboard('1');
    await user.keyboard(CTRL_ENTER);
    await waitFor(() => expect(platform.callsOf('session_save')).toHaveLength(2));
    const second = platform.callsOf('session_save')[1]?.form;
    expect(second).toMatchObject({ duration: 45, date: TODAY, place: 'place-1', themes: ['email'] });
    expect(second?.person.already).toBe(false);
  });
});

describe('the form', () => {
  it('says each error under its field in the rule’s own words and focuses the first', async () => {
    const { user } = await open('#/seances/nouvelle', { bare: true });
    await formReady();
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez renseigner au moins une thématique');
    expect(screen.getByText('Veuillez renseigner une durée')).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('themes'));
    await user.keyboard('1');
    expect(screen.queryByText('Veuillez renseigner au moins une thématique')).toBeNull();
    expect(screen.getByText('Veuillez renseigner une durée')).toBeTruthy();
  });

  it('finds a person by three letters, accents forgiven, at the keyboard', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    screen.getByRole('combobox', { name: 'Qui' }).focus();
    await user.keyboard('evr');
    await screen.findByRole('option', { name: /Évrard Œuvrard/ });
    await user.keyboard('{ArrowDown}{Enter}');
    const group = await screen.findByRole('group', { name: 'Qui' });
    expect(group.textContent).toContain('Évrard Œuvrard');
    await user.click(screen.getByRole('button', { name: /^E-mail/ }));
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form.people).toEqual(['b-2']));
  });

  it('creates a person without leaving, and warns of a twin', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.type(screen.getByRole('combobox', { name: 'Qui' }), 'odette lemarinel');
    await user.click(await screen.findByRole('option', { name: /Créer une fiche/ }));
    const dialog = await screen.findByRole('dialog', { name: 'Nouvelle fiche' });
    expect(within(dialog).getByLabelText<HTMLInputElement>(/Nom d’usage/).value).toBe('Lemarinel');
    await user.click(await within(dialog).findByRole('button', { name: /C’est la même personne/ }));
    expect((await screen.findByRole('group', { name: 'Qui' })).textContent).toContain('Odette Lemarinel');
    expect(platform.callsOf('beneficiary_save')).toHaveLength(0);
  });

  it('shows administrative themes only under their help, and takes them away with it', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    expect(screen.queryByRole('button', { name: 'Social - Santé' })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Aide aux démarches/ }));
    await user.click(screen.getByRole('button', { name: 'Social - Santé' }));
    await user.type(screen.getByLabelText('Préciser le nom de la démarche administrative réalisée'), 'Carte Vitale');
    await user.click(screen.getByRole('button', { name: /^Aide aux démarches/ }));
    await user.click(screen.getByRole('button', { name: /^E-mail/ }));
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form).toMatchObject({ themes: ['email'], procedure: null }));
  });

  it('reads a duration and a day as they are typed', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('1');
    await user.type(screen.getByLabelText('Autre durée'), '1h15');
    const date = screen.getByLabelText<HTMLInputElement>(/^Date/);
    await user.clear(date);
    await user.type(date, 'hier');
    await user.tab();
    expect(date.value).toBe('23/11/2026');
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form).toMatchObject({ duration: 75, date: '2026-11-23' }));
  });

  it('counts a workshop’s anonymous people, computes what is not told, and says when sums exceed', async () => {
    const { platform, user } = await open('#/seances/nouvelle?atelier');
    await formReady();
    await user.type(screen.getByLabelText('Combien en tout'), '7');
    const genders = await screen.findByRole('group', { name: 'Genre' });
    await user.type(within(genders).getByLabelText('Féminin'), '3');
    await user.type(within(genders).getByLabelText('Masculin'), '2');
    expect(genders.textContent).toContain('Non communiqué\u202f: 2\u00a0personnes');
    await user.type(within(genders).getByLabelText('Masculin'), '0');
    expect(genders.textContent).toContain('La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes');
    await user.clear(within(genders).getByLabelText('Masculin'));
    await user.click(screen.getByRole('button', { name: /^E-mail/ }));
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]?.form.anonymous).toEqual({ total: 7, already: 0, genders: { feminin: 3 }, age_bands: {}, statuses: {} }));
  });

  it('gives back what was seen when a session is changed', async () => {
    const { platform, user } = await open('#/seances/s-2');
    await screen.findByRole('heading', { level: 1, name: 'Séance' });
    await screen.findByRole('button', { name: /^Enregistrer/ });
    await user.click(screen.getByRole('radio', { name: /^1.h$/ }));
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]).toMatchObject({ id: 's-2', version: 'v1', form: { duration: 60, people: ['b-1'] } }));
  });
});

describe('nothing typed is lost', () => {
  it('Escape closes the form and keeps the draft, which the day then lists', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('1{Escape}');
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
    await waitFor(() => expect(platform.drafts).toHaveLength(1));
    await user.click(await screen.findByRole('link', { name: /^Reprendre/ }));
    await formReady();
    expect(screen.getByRole('button', { name: /^E-mail/, pressed: true })).toBeTruthy();
  });

  it('Escape closes an open list first, and the form only then', async () => {
    const { user } = await open('#/seances/nouvelle');
    await formReady();
    await user.type(screen.getByRole('combobox', { name: 'Qui' }), 'odet');
    await screen.findByRole('option', { name: /Odette/ });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('option', { name: /Odette/ })).toBeNull());
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nouvelle séance');
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
  });

  it('words that mean no duration nor day yet are kept all the same', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.type(screen.getByRole('textbox', { name: 'Autre durée' }), 'u');
    const day = screen.getByRole('textbox', { name: /^Date/ });
    await user.clear(day);
    await user.type(day, '3/');
    await waitFor(() => expect(platform.drafts[0]?.body).toMatchObject({ typed: { duration: 'u', date: '3/' } }));
  });

  it('they are there again when the draft is resumed', async () => {
    const body = { ...(SAMPLE_DRAFT.body as object), form: { date: null, duration: null }, typed: { duration: '1 heure', date: '3/' } };
    await open('#/seances/nouvelle?draft=draft-7', { drafts: [{ ...SAMPLE_DRAFT, body }] });
    await formReady();
    expect(screen.getByRole('textbox', { name: 'Autre durée' })).toHaveProperty('value', '1 heure');
    expect(screen.getByRole('textbox', { name: /^Date/ })).toHaveProperty('value', '3/');
  });

  it('locking keeps the draft first, shows no name, and unlocking resumes it', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('1');
    await user.keyboard(CTRL_L);
    await screen.findByLabelText('Phrase de passe');
    const order = platform.calls.map((call) => call.name);
    expect(order.indexOf('draft_save')).toBeGreaterThan(-1);
    expect(order.indexOf('draft_save')).toBeLessThan(order.indexOf('lock'));
    expect(document.body.textContent).not.toMatch(/Odette|Camille/);
    await user.keyboard(PASSPHRASE + '{Enter}');
    await formReady();
    expect(screen.getByRole('button', { name: /^E-mail/, pressed: true })).toBeTruthy();
    expect(platform.drafts).toHaveLength(1);
  });

  it('locks even when the disk never answers', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    platform.hold('draft_save');
    await user.keyboard('1');
    await user.keyboard(CTRL_L);
    await screen.findByLabelText('Phrase de passe', undefined, { timeout: 5_000 });
  });

  it('a lock from elsewhere takes every name off the screen at once', async () => {
    const { platform } = await open('#/beneficiaires/b-1');
    await screen.findByRole('heading', { level: 1, name: 'Odette Lemarinel' });
    platform.state = { ...platform.state, phase: 'locked', adviser: null };
    platform.emit({ kind: 'locked' });
    await screen.findByLabelText('Phrase de passe');
    expect(document.body.textContent).not.toContain('Odette');
  });

  it('saving takes the draft with it', async () => {
    const { platform, user } = await open('#/seances/nouvelle?draft=draft-7', { drafts: [SAMPLE_DRAFT] });
    await formReady();
    await user.keyboard(CTRL_S);
    await waitFor(() => expect(platform.callsOf('session_save')[0]).toMatchObject({ draft: 'draft-7', form: { notes: 'Reprendre la lettre' } }));
    expect(platform.drafts).toHaveLength(0);
  });

  it('a refused save keeps the form, says why and goes on keeping the draft', async () => {
    const { platform, user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard('1');
    platform.failNext('session_save', failure('disk_full'));
    await user.keyboard(CTRL_S);
    expect((await screen.findByRole('alert')).textContent).toContain('Le disque de cet ordinateur est plein.');
    await waitFor(() => expect(platform.drafts).toHaveLength(1), { timeout: 3_000 });
    expect(screen.getByRole('button', { name: /^E-mail/, pressed: true })).toBeTruthy();
  });

  it('a deleted session comes back from its message', async () => {
    const { platform, user } = await open('#/seances');
    await user.click(await screen.findByRole('button', { name: 'Supprimer la séance : Odette Lemarinel' }));
    await user.click(await screen.findByRole('button', { name: 'Annuler' }));
    await waitFor(() => expect(platform.callsOf('session_restore')).toEqual([{ id: 's-2' }]));
    expect(await screen.findByText('Odette Lemarinel')).toBeTruthy();
  });
});

describe('doors', () => {
  it('enrols at the keyboard, errors under their fields', async () => {
    const { platform, user } = await open('#/', { phase: 'fresh' });
    await screen.findByText(PASSPHRASE);
    await user.keyboard('FAUX{Enter}');
    await screen.findByText('Donnez un nom à cet ordinateur.');
    await user.type(screen.getByLabelText(/^Nom de cet ordinateur/), 'Portable du bus');
    await user.click(screen.getByRole('checkbox', { name: 'Je l’ai notée' }));
    await user.click(screen.getByRole('button', { name: 'Enrôler cet ordinateur' }));
    await screen.findByText(/Ce code d’enrôlement n’est pas complet/);
    await user.clear(screen.getByLabelText(/^Code d’enrôlement/));
    await user.type(screen.getByLabelText(/^Code d’enrôlement/), '7KQ2M4X9AB@escale.example.org:8443');
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
    expect(platform.callsOf('enrol').at(-1)).toEqual({ code: '7KQ2M4X9AB@escale.example.org:8443', passphrase: PASSPHRASE, device_name: 'Portable du bus' });
  });

  it('takes back the confirmation when another passphrase is proposed', async () => {
    const { user } = await open('#/', { phase: 'fresh' });
    await screen.findByText(PASSPHRASE);
    await user.click(screen.getByRole('checkbox', { name: 'Je l’ai notée' }));
    await user.click(screen.getByRole('button', { name: 'En proposer une autre' }));
    await screen.findByText('moulin brise carnet olive phare');
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Je l’ai notée' }).checked).toBe(false);
  });

  it('makes a wrong passphrase wait, in words, and then lets in', async () => {
    const { platform, user } = await open('#/', { phase: 'locked' });
    await user.keyboard('faux{Enter}');
    await screen.findByText('Cette phrase de passe n’ouvre pas le carnet.');
    await screen.findByText(/Prochain essai possible dans/);
    await user.keyboard(PASSPHRASE + '{Enter}');
    expect(platform.callsOf('unlock')).toHaveLength(1);
    await waitFor(() => expect(screen.queryByText(/Prochain essai possible/)).toBeNull(), { timeout: 5_000 });
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
  });

  it('opens with six digits when the code is armed', async () => {
    const { user } = await open('#/', { phase: 'locked', pinArmed: true });
    await user.keyboard('111111');
    await screen.findByText('Ce code n’est pas le bon.');
    await user.keyboard('481902');
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
  });

  it('never offers to erase when the key is lost', async () => {
    await open('#/', { phase: 'recovery' });
    await screen.findByText('Rien n’est effacé.');
    const buttons = screen.getAllByRole('button').map((b) => b.textContent);
    expect(buttons).toEqual(['Vérifier de nouveau']);
  });
});

describe('people and exchange', () => {
  it('finds a person while typing and goes down the list with the arrows', async () => {
    const { user } = await open('#/beneficiaires');
    await screen.findByText('3 fiches');
    await user.keyboard('odette');
    await screen.findByText('1 fiche trouvée');
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toContain('Odette Lemarinel');
  });

  it('says when the answer only comes near, and when there is nobody', async () => {
    const { user } = await open('#/beneficiaires');
    await screen.findByText('3 fiches');
    await user.keyboard('lemarinnel');
    await screen.findByText(/celles qui s’en approchent/);
    await user.clear(screen.getByRole('searchbox'));
    await user.keyboard('zzz');
    await screen.findByText('Personne de ce nom.');
    expect(screen.getByRole('link', { name: 'Créer une fiche' })).toBeTruthy();
  });

  it('saves a file and shows the rule’s words', async () => {
    const { platform, user } = await open('#/beneficiaires/nouveau');
    await screen.findByLabelText(/^Prénom/);
    await user.keyboard('Lina');
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez renseigner le nom');
    await waitFor(() => expect(document.activeElement?.getAttribute('name') ?? document.activeElement?.closest('[data-field]')?.getAttribute('data-field')).toBe('last_name'));
    await user.keyboard('Perrin' + CTRL_S);
    await waitFor(() => expect(platform.callsOf('beneficiary_save').at(-1)).toMatchObject({ id: null, version: null, form: { first_name: 'Lina', last_name: 'Perrin' } }));
  });

  it('always answers « Envoyer maintenant », even when nothing changed', async () => {
    const { user } = await open('#/synchronisation', {
      empty: true,
      sync: { line: 'online', last_contact_at: `${TODAY}T14:02:00+01:00` },
    });
    await user.click(await screen.findByRole('button', { name: 'Envoyer maintenant' }));
    await screen.findByText('Rien à envoyer, vérifié à 14 h 02.');
  });

  it('does not speak of the exchange asked for before it has ended', async () => {
    const { platform, user } = await open('#/synchronisation', { sync: { line: 'offline', pending: 2 } });
    platform.hold('sync_now');
    await user.click(await screen.findByRole('button', { name: 'Envoyer maintenant' }));
    platform.emit({ kind: 'sync', state: { ...platform.sync, busy: true } });
    await screen.findByRole('button', { name: /Envoi en cours/ });
    expect(screen.queryByText(/n’a pas abouti/)).toBeNull();
    platform.emit({ kind: 'sync', state: { ...platform.sync, tries: platform.sync.tries + 1, line: 'online', pending: 0 } });
    await screen.findByText(/Rien à envoyer, vérifié à/);
  });

  it('follows the exchange as it is told', async () => {
    const { platform } = await open('#/');
    await screen.findAllByText('Hors ligne · 7 à envoyer');
    platform.emit({ kind: 'sync', state: { ...platform.sync, line: 'online', pending: 3, busy: true } });
    await screen.findAllByText('Envoi en cours · 3 à envoyer');
  });

  it('shows a long list by windows of a hundred', async () => {
    const { platform, user } = await open('#/seances', { many: 12_430 });
    await screen.findByText('12 430 séances');
    expect(screen.getAllByRole('listitem').length).toBeLessThan(130);
    await user.click(screen.getByRole('button', { name: 'Les 100 suivantes' }));
    await screen.findByText(/101 à 200 sur/);
    expect(platform.callsOf('session_page').at(-1)).toMatchObject({ offset: 100, limit: 100 });
  });
});

describe('the frame', () => {
  it('lists the shortcuts at « ? », but never while typing', async () => {
    const { user } = await open('#/beneficiaires');
    await screen.findByText('3 fiches');
    await user.keyboard('?');
    expect(screen.queryByRole('dialog')).toBeNull();
    screen.getByRole('heading', { level: 1 }).focus();
    await user.keyboard('?');
    await screen.findByRole('dialog', { name: 'Raccourcis du clavier' });
  });

  it('becomes a menu at large text', async () => {
    const { user } = await open('#/', { settings: { text_percent: 200 } });
    await user.click(await screen.findByRole('button', { name: 'Menu' }));
    await user.click(await screen.findByRole('link', { name: 'Réglages' }));
    await screen.findByRole('heading', { level: 1, name: 'Réglages' });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.documentElement.style.fontSize).toBe('34px');
  });

  it('puts the chosen theme on the page and keeps it', async () => {
    const { platform, user } = await open('#/reglages');
    await user.click(await screen.findByRole('radio', { name: 'Sombre' }));
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
    expect(platform.callsOf('settings_set').at(-1)).toMatchObject({ theme: 'dark', text_percent: 100 });
  });
});
