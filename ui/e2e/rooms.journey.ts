/**
 * The rooms of a season of work, as screens.journey.ts asks of the others: planning, relances, places,
 * territory, imports, files joined, a person's file full of follow-up, each in its states.
 */
import type { Page } from '@playwright/test';

import { EMPTY_TERRITORY } from '../src/pieces/territoryForm';
import { examine, LOOKS, wear } from './looks';
import { title } from './screens';
import { workbook } from './workbook';
import { expect, test, type Laptop } from './world';

const FOLLOW_UPS = ['objectif', 'orientation', 'demarche', 'diagnostic', 'mandat', 'pix', 'pass'] as const;
const COMMUNE = { code: '50031', name: 'Barneville-Carteret', postcode: '50270' };
const NOBODY = {
  first_name: '', last_name: '', phone: '', no_phone: false, email: '', birth_year: '', commune: null, gender: null, age_band: null, status: null, notes: '',
};
const WEEK = 7 * 24 * 3_600_000;

/** Drawn: its title is there and nothing of it is still awaited. */
async function drawn(page: Page): Promise<void> {
  // By the element: while a list of answers is open, the kit hides the rest from readers.
  await expect(page.locator('h1')).toBeVisible();
  await expect(page.locator('main').locator('ul, ol, table, input, textarea, select, dl, button, a, [class*=empty]').first()).toBeVisible();
  await expect(page.locator('main').locator('[class*=bone], [data-waiting]')).toHaveCount(0);
}

/** What the demonstration does not have: a diagnostic of the territory, two files of one person. */
async function complete(laptop: Laptop) {
  const save = (form: object) => laptop.command('beneficiary_save', { id: null, draft: null, version: null, form: { ...NOBODY, ...form } });
  const stays = await save({ first_name: 'Bérengère', last_name: 'Auvray-Lecœur', phone: '06 39 98 40 01', birth_year: '1951', notes: 'Préfère le matin.' });
  const goes = await save({ first_name: 'Berengere', last_name: 'Auvray Lecoeur', phone: '06 39 98 40 02', birth_year: '1952', email: 'b.auvray@example.org' });
  const { rows } = await laptop.command('place_directory', {
    query: '', service: null, day: null, minute: null, hours_unknown: false, from: null, within: null, nearest: false, offset: 0, limit: 1,
  });
  const today = (await laptop.command('session_defaults', null)).date;
  const territory = await laptop.command('territory_save', {
    id: null, draft: null, version: null,
    form: {
      ...EMPTY_TERRITORY, date: today, commune: COMMUNE, themes: ['email', 'aide_aux_demarches_administratives'], structures: ['CCAS', 'Médiathèque'],
      existing: 'Deux postes en libre accès à la médiathèque, le mercredi.', needs: 'Les aînés demandent des ateliers près de chez eux.',
      proposals: 'Une permanence de quinzaine au CCAS, puis un cycle de quatre ateliers.',
    },
  });
  const relances = await laptop.command('relances', { offset: 0, limit: 100 });
  const followed = relances.rows.find(({ beneficiary }) => beneficiary !== null);
  const from = new Date(Date.now() - WEEK).toISOString().slice(0, 10);
  const days = (await laptop.command('planning_get', { from, to: new Date(Date.now() + 2 * WEEK).toISOString().slice(0, 10) })).days;
  const stop = days.flatMap((day) => day.stops)[0];
  const workshop = days.flatMap((day) => day.workshops).sort((a, b) => b.registered - a.registered)[0];
  const outline = (await laptop.command('outline_list', null))[0];
  const place = rows[0];
  if (!followed?.beneficiary || !stop || !workshop || !outline || !place) throw new Error('the demonstration lacks something');
  return { stays: stays.id, goes: goes.id, place: place.id, territory: territory.id, person: followed.beneficiary, relance: followed, stop: stop.stop, workshop: workshop.id, outline: outline.id };
}

test.describe.configure({ timeout: 300_000 });

for (const look of LOOKS.filter(({ percent, size }) => size.width === 1280 || percent === 200)) {
  const words = `${look.theme}, ${look.percent} %, ${look.size.width} × ${look.size.height}`;

  test(`the rooms of a season of work: ${words}`, async ({ world }) => {
    const laptop = await world.full('seed');
    const { page } = laptop;
    const ids = await complete(laptop);
    await wear(laptop, look);

    const SCREENS = [
      ['jour-plein', '#/'],
      ['planning', '#/planning'],
      ['permanence', '#/planning/permanences/nouvelle'],
      ['permanence-modifier', `#/planning/permanences/${ids.stop}`],
      ['atelier-prevoir', '#/planning/ateliers/nouveau'],
      ['atelier-prevu', `#/planning/ateliers/${ids.workshop}`],
      ['atelier-modifier', `#/planning/ateliers/${ids.workshop}/modifier`],
      ['trames', '#/planning/trames'],
      ['trame', `#/planning/trames/${ids.outline}`],
      ['trame-nouvelle', '#/planning/trames/nouvelle'],
      ['relances', '#/relances'],
      ...FOLLOW_UPS.map((kind) => [`suivi-${kind}`, `#/suivi/${kind}/nouveau?person=${ids.person}`] as const),
      ['lieux', '#/lieux'],
      ['lieu', `#/lieux/${ids.place}`],
      ['lieu-nouveau', '#/lieux/nouveau'],
      ['lieu-modifier', `#/lieux/${ids.place}/modifier`],
      ['lieux-importer', '#/lieux/importer'],
      ['territoires', '#/territoire'],
      ['territoire', `#/territoire/${ids.territory}`],
      ['territoire-nouveau', '#/territoire/nouveau'],
      ['territoire-modifier', `#/territoire/${ids.territory}/modifier`],
      ['importer', '#/beneficiaires/importer'],
      ['doublons', '#/beneficiaires/doublons'],
      ['reunir', `#/beneficiaires/${ids.stays}/reunir/${ids.goes}`],
      ['fiche-suivie', `#/beneficiaires/${ids.person}`],
      ['fiche-nouvelle', '#/beneficiaires/nouveau'],
      ['fiche-historique', `#/beneficiaires/${ids.person}/historique`],
    ] as const;
    for (const [name, address] of SCREENS) {
      await test.step(name, async () => {
        await laptop.open(address);
        await drawn(page);
        // Its first field opens the directory at once.
        await examine(page, name, look, name === 'suivi-orientation' ? 'list' : undefined);
      });
    }

    await test.step('what is missing, in the forms', async () => {
      for (const [name, address] of [
        ['permanence-erreurs', '#/planning/permanences/nouvelle'],
        ['trame-erreurs', '#/planning/trames/nouvelle'],
        ['suivi-erreurs', `#/suivi/objectif/nouveau?person=${ids.person}`],
        ['lieu-erreurs', '#/lieux/nouveau'],
        ['territoire-erreurs', '#/territoire/nouveau'],
        ['fiche-erreurs', '#/beneficiaires/nouveau'],
      ] as const) {
        await laptop.open(address);
        await drawn(page);
        await expect(page.locator('main').locator('input:focus, textarea:focus, select:focus, button:focus, [role=radio]:focus')).toBeVisible();
        await page.keyboard.press('Control+S');
        await expect(page.locator('main [id*=error], main [class*=error]').first(), name).toBeVisible();
        await examine(page, name, look);
      }
    });

    await test.step('nothing found', async () => {
      for (const [name, address, field] of [
        ['lieux-rien', '#/lieux', 'Chercher un lieu ou une commune'],
        ['beneficiaires-rien', '#/beneficiaires', 'Chercher un nom ou un téléphone'],
        ['aide-rien', '#/aide', 'Chercher dans l’aide'],
      ] as const) {
        await laptop.open(address);
        await drawn(page);
        await page.getByRole('searchbox', { name: field }).fill('xyzzyxq');
        await expect(page.getByRole('status').filter({ hasText: /(?<!\d)0\slieu|Personne de ce nom|Aucune page/u }).first()).toBeVisible();
        await examine(page, name, look);
      }
    });

    await test.step('a workbook of people, tried before it is imported', async () => {
      await laptop.open('#/beneficiaires/importer');
      await drawn(page);
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choisir le fichier' }).click();
      await (await chooser).setFiles({
        name: 'beneficiaires.xlsx',
        mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        buffer: workbook([
          ['Quenault', 'Marcelle', '02 61 91 00 02', ''],
          ['AUVRAY LECOEUR', 'Bérengère', '', ''],
          ['', 'Yvon', '12', ''],
          ['Burnouf', 'Josiane', '', 'mot de passe : Soleil2026'],
        ]),
      });
      await expect(page.getByRole('heading', { name: 'Ce que contient le fichier' })).toBeVisible();
      await examine(page, 'importer-essai', look);
    });

    await test.step('a failure says what to do', async () => {
      await laptop.open('#/lieux/importer');
      await drawn(page);
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choisir un fichier' }).click();
      await (await chooser).setFiles({ name: 'lieux.csv', mimeType: 'text/csv', buffer: Buffer.from('ceci;nest;pas\nun;fichier;de lieux\n') });
      await expect(page.locator('main').getByRole('alert').or(page.locator('main [class*=failure]')).first()).toBeVisible();
      await examine(page, 'lieux-importer-refus', look);
    });

    await test.step('the keys, and one that is taken', async () => {
      await laptop.open('#/reglages');
      await drawn(page);
      await page.getByRole('button', { name: /^Changer les touches.*Nouvelle séance/ }).click();
      await page.keyboard.press('Control+K');
      await expect(page.getByText(/est déjà pris/)).toBeVisible();
      await examine(page, 'reglages-touche', look, 'dialog');
      await page.keyboard.press('Escape');
    });

    await test.step('a tag that joins the team’s', async () => {
      await laptop.command('tag_save', { id: null, team: false, form: { name: 'Café des aidants', description: '' }, version: null });
      await laptop.command('tag_save', { id: null, team: true, form: { name: 'Aidants', description: 'Avec le CCAS' }, version: null });
      await laptop.open('#/etiquettes');
      await drawn(page);
      await page.getByRole('button', { name: 'Modifier l’étiquette Café des aidants' }).click();
      await page.getByLabel('Réunir avec une étiquette d’équipe').selectOption({ label: 'Aidants' });
      await examine(page, 'etiquette-reunir', look, 'dialog');
    });

    await test.step('the practice space', async () => {
      await laptop.command('practice_enter', null);
      await laptop.open();
      await expect(title(page, 'Aujourd’hui')).toBeVisible();
      await examine(page, 'bac-a-sable', look);
    });
  });

  test(`the rooms before anything is in them: ${words}`, async ({ world }) => {
    const laptop = await world.laptop('Portable du bus');
    await wear(laptop, look);
    for (const [name, address] of [
      ['planning-vide', '#/planning'],
      ['trames-vide', '#/planning/trames'],
      ['relances-vide', '#/relances'],
      ['lieux-vide', '#/lieux'],
      ['territoires-vide', '#/territoire'],
      ['doublons-vide', '#/beneficiaires/doublons'],
    ] as const) {
      await test.step(name, async () => {
        await laptop.open(address);
        await drawn(laptop.page);
        await examine(laptop.page, name, look);
      });
    }
  });
}
