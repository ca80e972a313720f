/** The directory and the diagnostics of the territory, at the keyboard. */
import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';

import { forgetNeed } from '../features/place/PlaceList';
import { failure } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

const CTRL_S = '{Control>}s{/Control}';

beforeEach(forgetNeed);

const list = () => screen.findByRole('list', { name: 'Lieux' });
const names = async () => within(await list()).getAllByRole('link').map((link) => link.querySelector('strong')?.textContent);

describe('the directory', () => {
  it('answers who helps with procedures on Wednesday at less than fifteen kilometres', async () => {
    const { platform, user } = await open('#/lieux');
    await list();
    await user.selectOptions(screen.getByLabelText('Pour quelle aide'), 'Aide aux démarches administratives');
    await user.selectOptions(screen.getByLabelText('Ouvert le'), 'Mercredi');
    await user.selectOptions(screen.getByLabelText('À quelle distance'), 'Moins de 15 km');
    await waitFor(async () => expect(await names()).toEqual(['Mairie de Barneville-Carteret']));
    expect(platform.callsOf('place_directory').at(-1)).toMatchObject({ service: 'Aide aux démarches administratives', day: 2, within: 15, minute: null });
    expect((await list()).textContent).toContain('mercredi\u202f: 9:00–12:00, 14:00–17:00');
    expect(screen.getByText('Distances à vol d’oiseau depuis Mairie de Barneville-Carteret.')).toBeTruthy();
    await user.type(screen.getByLabelText('À quelle heure'), '10h30');
    await waitFor(() => expect(platform.callsOf('place_directory').at(-1)?.minute).toBe(630));
    await expectAccessible();
  });

  it('says how many have hours nobody knows, and shows them when asked', async () => {
    const { user } = await open('#/lieux');
    await list();
    await user.selectOptions(screen.getByLabelText('Ouvert le'), 'Mercredi');
    const more = await screen.findByRole('checkbox', { name: /les 2 lieux dont on ne connaît pas les horaires/ });
    expect(await names()).not.toContain('Bus numérique du Cotentin');
    await user.click(more);
    await waitFor(async () => expect(await names()).toContain('Bus numérique du Cotentin'));
  });

  it('goes from the search into the list with the arrows, and opens a place', async () => {
    const { user } = await open('#/lieux');
    await list();
    await user.keyboard('valo{ArrowDown}');
    await waitFor(async () => expect(await names()).toEqual(['Centre médico-social de Valognes']));
    screen.getByRole('searchbox').focus();
    await user.keyboard('{ArrowDown}{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Centre médico-social de Valognes' });
    expect(screen.getByRole('row', { name: 'Mercredi 9:00–12:00' })).toBeTruthy();
  });

  it('offers to widen when nothing answers', async () => {
    const { user } = await open('#/lieux');
    await list();
    await user.keyboard('xyz');
    await user.click(await screen.findByRole('button', { name: 'Voir tous les lieux' }));
    expect(await names()).toHaveLength(4);
  });

  it('hands the national file to the person', async () => {
    const { platform, user } = await open('#/lieux');
    await list();
    await user.click(screen.getByRole('button', { name: 'Exporter' }));
    await waitFor(() => expect(platform.saved.map(({ name }) => name)).toEqual(['2026-11-24_escale_lieux-de-mediation-numerique.csv']));
  });
});

describe('a place', () => {
  it('never says that hours it cannot read are open or closed', async () => {
    await open('#/lieux/place-2');
    await screen.findByText('le mercredi, sauf en août');
    expect(screen.getByText(/Escale ne sait pas lire ces horaires/)).toBeTruthy();
    expect(screen.queryByText('fermé')).toBeNull();
  });

  it('is added at the keyboard, its errors said where they are', async () => {
    const { platform, user } = await open('#/lieux/nouveau');
    await screen.findByRole('heading', { level: 1, name: 'Nouveau lieu' });
    await user.type(screen.getByLabelText('Lundi'), 'le matin');
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez renseigner le nom du lieu d’activité');
    expect(screen.getByText('Écrivez par exemple 9:00-12:00, 14:00-17:30, ou fermé')).toBeTruthy();
    await expectAccessible();
    await user.clear(screen.getByLabelText('Lundi'));
    await user.type(screen.getByLabelText('Lundi'), '9h-12h');
    await user.type(screen.getByLabelText(/Nom du lieu/), 'Espace du Bourg');
    await user.type(screen.getByRole('combobox', { name: 'Commune' }), 'valo');
    await user.click(await screen.findByRole('option', { name: /Valognes/ }));
    await user.click(screen.getByRole('button', { name: 'Utilisation sécurisée du numérique' }));
    await user.type(screen.getByLabelText('Adresses e-mail'), 'a@example.org{Enter}b@example.org');
    await user.keyboard(CTRL_S);
    await screen.findByRole('heading', { level: 1, name: 'Espace du Bourg' });
    expect(platform.callsOf('place_save').at(-1)).toMatchObject({
      id: null,
      version: null,
      form: { days: ['9h-12h', '', '', '', '', '', ''], emails: ['a@example.org', 'b@example.org'], services: ['Utilisation sécurisée du numérique'], commune: { code: '50615' } },
    });
    expect(platform.drafts).toEqual([]);
  });

  it('is kept as a draft, and found again under « À compléter »', async () => {
    const { platform, user } = await open('#/lieux/place-1/modifier');
    await screen.findByRole('heading', { level: 1, name: 'Modifier le lieu' });
    await user.type(screen.getByLabelText('Complément d’adresse'), 'Au fond');
    await user.keyboard('{Escape}');
    await screen.findByRole('heading', { level: 1, name: 'Mairie de Barneville-Carteret' });
    await waitFor(() => expect(platform.drafts).toHaveLength(1));
    await user.click(screen.getByRole('link', { name: 'Aujourd’hui' }));
    await user.click(await screen.findByRole('link', { name: 'Reprendre : Lieu · Mairie de Barneville-Carteret' }));
    expect((await screen.findByLabelText<HTMLInputElement>('Complément d’adresse')).value).toBe('Au fond');
  });

  it('goes to the corbeille and comes back', async () => {
    const { user } = await open('#/lieux/place-4');
    await user.click(await screen.findByRole('button', { name: 'Supprimer' }));
    await screen.findByText('Lieu supprimé.');
    await waitFor(async () => expect(await names()).not.toContain('Bus numérique du Cotentin'));
    await user.click(screen.getByRole('button', { name: 'Annuler' }));
    await waitFor(async () => expect(await names()).toContain('Bus numérique du Cotentin'));
  });

  it('becomes the stop of the moment by one press', async () => {
    const { user } = await open('#/lieux/place-3');
    await user.click(await screen.findByRole('button', { name: 'J’y suis' }));
    await screen.findByText(/votre escale du moment/);
    expect(screen.queryByRole('button', { name: 'J’y suis' })).toBeNull();
  });
});

describe('an import', () => {
  const choose = async (text: string) => {
    const opened = await open('#/lieux/importer');
    await screen.findByRole('button', { name: 'Choisir un fichier' });
    const input = document.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input) throw new Error('no file input');
    await opened.user.upload(input, new File([text], 'lieux.csv', { type: 'text/csv' }));
    return opened;
  };

  it('is tried, told, carried out and undone', async () => {
    const { platform, user } = await choose('nom,commune\nEspace du Bourg,Brix\nLieu perdu,Nulle-Part\n');
    await screen.findByRole('heading', { name: 'Ce que contient lieux.csv' });
    expect(platform.callsOf('place_import')).toHaveLength(0);
    const said = screen.getByRole('list', { name: 'Remarques sur le fichier' });
    expect(said.textContent).toContain('Lieu perdu · refusée');
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: '50, 1\u00a0ligne' }));
    await waitFor(() => expect(platform.callsOf('place_import_trial').at(-1)?.departments).toEqual(['50']));
    const carryOut = await screen.findByRole('button', { name: 'Importer 1\u00a0lieu' });
    await waitFor(() => expect(carryOut.hasAttribute('disabled')).toBe(false));
    await user.click(carryOut);
    await screen.findByText(/Import terminé : 1 lieu ajouté, 1 ligne refusée\./);
    expect(platform.callsOf('place_import')[0]).toMatchObject({ departments: ['50'], update: false });
    await user.click(await screen.findByRole('button', { name: 'Annuler cet import' }));
    await screen.findByText(/1 lieu retiré/);
  });

  it('says what a file of something else lacks', async () => {
    await choose('ville,rue\nBrix,du Bourg\n');
    expect((await screen.findByRole('alert')).textContent).toContain('Il lui manque les colonnes\u202f: nom, commune.');
    expect(screen.getByText(/Rien n’a été importé/)).toBeTruthy();
  });
});

describe('a diagnostic of the territory', () => {
  it('is written about a place, dated, read and corrected', async () => {
    const { platform, user } = await open('#/lieux/place-1');
    await user.click(await screen.findByRole('link', { name: 'Diagnostic' }));
    await screen.findByRole('heading', { level: 1, name: 'Nouveau diagnostic' });
    expect(screen.getByRole('group', { name: 'Lieu' }).textContent).toContain('Mairie de Barneville-Carteret');
    await user.clear(screen.getByLabelText(/^Date/));
    await user.type(screen.getByLabelText(/^Date/), '3/2/2026');
    await user.type(screen.getByLabelText('Lieux, personnes, matériel, horaires'), 'Un poste à l’accueil.');
    await user.click(screen.getByRole('button', { name: /^E-mail/ }));
    await user.type(screen.getByLabelText('Structures qui les ont exprimés'), 'CCAS{Enter}Club des aînés');
    await user.keyboard(CTRL_S);
    await screen.findByText('Un poste à l’accueil.');
    expect(platform.callsOf('territory_save')[0]).toMatchObject({
      form: { date: '2026-02-03', place: 'place-1', commune: null, themes: ['email'], structures: ['CCAS', 'Club des aînés'] },
    });
    await user.click(screen.getByRole('link', { name: 'Modifier' }));
    expect((await screen.findByLabelText<HTMLInputElement>(/^Date/)).value).toBe('03/02/2026');
  });

  it('must be about somewhere, and says so there', async () => {
    const { user } = await open('#/territoire/nouveau');
    await screen.findByRole('heading', { level: 1, name: 'Nouveau diagnostic' });
    await user.keyboard(CTRL_S);
    await screen.findByText('Veuillez choisir un lieu ou une commune');
    await expectAccessible();
  });

  it('goes to the corbeille and comes back', async () => {
    const { user } = await open('#/territoire/study-1');
    await user.click(await screen.findByRole('button', { name: 'Supprimer' }));
    await screen.findByText('Diagnostic supprimé.');
    await screen.findByText(/Écrire le premier/);
    await user.click(screen.getByRole('button', { name: 'Annuler' }));
    await screen.findByRole('list', { name: 'Diagnostics' });
  });

  it('says what happened when it cannot be read', async () => {
    const { platform, user } = await open('#/territoire');
    platform.failNext('territory_text', failure('not_found'));
    await user.click(await screen.findByRole('link', { name: /Médiathèque de Portbail/ }));
    expect(await screen.findByRole('alert')).toBeTruthy();
  });
});
