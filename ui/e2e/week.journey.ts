/**
 * A day of work in a notebook that has five years of it (profile M), the line cut from the first key
 * to the last: recorded, corrected, merged, printed and found again; then the line returns and the
 * server has it all.
 */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';

import { Keys } from './keys';
import { formReady, honestLine, picture, title } from './screens';
import { expect, test } from './world';

const NEXT = 'Séance précédente enregistrée. Voici la suivante.';
const today = (page: Page) => page.getByRole('list', { name: 'Séances d’aujourd’hui' }).getByRole('listitem');
const who = (page: Page) => page.getByRole('combobox', { name: 'Qui' });
const themes = (page: Page) => page.getByRole('toolbar', { name: /Thèmes/ }).getByRole('button');

/** What a form needs and may not have yet: the first of the durations at hand. */
async function lasting(page: Page, keys: Keys): Promise<void> {
  const durations = page.getByRole('radiogroup', { name: /Durée/ }).getByRole('radio');
  if ((await durations.and(page.getByRole('radio', { checked: true })).count()) > 0) return;
  await keys.to(durations.first());
  await keys.press('2');
}

/** Opens the palette, types, waits for the answer, picks it. */
async function find(page: Page, keys: Keys, typed: string, answer: RegExp, pick = 'Enter'): Promise<void> {
  await keys.press('Control+K');
  await expect(page.getByRole('combobox', { name: /^Rechercher une personne/ })).toBeFocused();
  await keys.type(typed);
  await expect(page.getByRole('option', { name: answer }).first()).toBeVisible();
  await expect(page.getByRole('option', { selected: true })).toHaveText(answer);
  await keys.press(pick);
  await expect(page.getByRole('dialog', { name: 'Rechercher' })).toBeHidden();
}

/** Types in a search whose answers are picked, and takes the first of those to the last letter. */
async function take(page: Page, keys: Keys, box: Locator, typed: string, answer: string): Promise<void> {
  await keys.to(box);
  const answered = page.waitForResponse((response) => response.request().postData()?.includes(`"query":${JSON.stringify(typed)}`) ?? false);
  await keys.type(typed);
  await answered;
  await expect(page.getByRole('option').first()).toContainText(answer);
  await keys.press('ArrowDown');
  await expect(page.locator('[role=option][data-focused]')).toContainText(answer);
  await keys.press('Enter');
}

/** The PDF asked for by the button of this name: its bytes. */
async function print(page: Page, keys: Keys, label: string): Promise<Buffer> {
  await keys.activate(page.getByRole('button', { name: label }));
  const dialog = page.getByRole('dialog', { name: label });
  const download = page.waitForEvent('download');
  await keys.activate(dialog.getByRole('button', { name: 'Enregistrer le PDF' }));
  const bytes = readFileSync(await (await download).path());
  await expect(dialog.getByText(/^Le PDF est enregistré/)).toBeVisible();
  await keys.press('Escape');
  await expect(dialog).toBeHidden();
  return bytes;
}

test('a day without network in a notebook of five years', async ({ world }) => {
  test.setTimeout(240_000);
  const laptop = await world.full('years');
  const { page } = laptop;
  const keys = new Keys(page);
  const before = await world.count();
  const [known] = (await laptop.command('beneficiary_page', { query: '', offset: 40, limit: 1 })).rows;
  const [hall] = await laptop.command('place_search', { query: '', limit: 1 });
  if (!known || !hall) throw new Error('a notebook of five years has people and places');
  world.network('cut');
  await laptop.open();
  await expect(title(page, 'Aujourd’hui')).toBeVisible();
  const already = (await laptop.command('today', null)).sessions.length;
  let noted = 0;
  const one = async () => {
    noted += 1;
    await expect.poll(async () => (await laptop.command('today', null)).sessions.length).toBe(already + noted);
  };

  await test.step('where she is today, by its name', async () => {
    await find(page, keys, hall.name, new RegExp(hall.name), 'Shift+Enter');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await expect(page.getByText(hall.name).first()).toBeVisible();
  });

  await test.step('three anonymous people in a row', async () => {
    await keys.press('Control+N');
    await formReady(page);
    for (const theme of ['1', '2', '3']) {
      await keys.press(theme);
      await lasting(page, keys);
      await keys.press('Control+Enter');
      await expect(page.getByText(NEXT)).toBeVisible();
      await one();
    }
  });

  await test.step('somebody known, over the telephone', async () => {
    await keys.press('1');
    await lasting(page, keys);
    await take(page, keys, who(page), known.name, known.name);
    await expect(page.getByRole('group', { name: 'Qui' })).toContainText(known.name);
    const remote = page.getByRole('radio', { name: 'À distance' });
    await keys.to(page.getByRole('radiogroup', { name: /^Lieu/ }).getByRole('radio').first());
    await keys.to(remote);
    await keys.press('Space');
    await keys.press('Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await one();
  });

  await test.step('somebody new, created in the form, sent on to another place', async () => {
    await keys.press('Control+N');
    await formReady(page);
    await keys.press('2');
    await lasting(page, keys);
    await keys.to(who(page));
    await keys.type('zéphirine quettehou');
    await expect(page.getByRole('option', { name: /^Créer une fiche/ })).toBeVisible();
    await keys.press('ArrowUp', 'Enter');
    const dialog = page.getByRole('dialog', { name: 'Nouvelle fiche' });
    await expect(dialog.getByLabel('Nom d’usage')).toHaveValue('Quettehou');
    await keys.to(dialog.getByLabel('Téléphone', { exact: true }));
    await keys.type('06 39 98 77 01');
    await keys.press('Enter');
    await expect(page.getByRole('group', { name: 'Qui' })).toContainText('Zéphirine Quettehou');
    await keys.activate(page.getByRole('button', { name: /^Résultat/ }));
    await keys.to(page.getByRole('radiogroup', { name: /autonomie/ }).getByRole('radio').first());
    await keys.press('Space');
    const oriented = page.getByRole('radiogroup', { name: /orienté/ });
    await keys.to(oriented.getByRole('radio', { name: 'Oui' }));
    await keys.press('Space');
    await take(page, keys, page.getByRole('combobox', { name: 'Vers quel lieu du répertoire' }), hall.name, hall.name);
    await keys.press('Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await one();
  });

  await test.step('her again, for a démarche', async () => {
    await keys.press('Control+N');
    await formReady(page);
    await keys.to(page.getByRole('button', { name: /^Aide aux démarches/ }));
    await keys.press('Enter');
    await lasting(page, keys);
    await take(page, keys, who(page), 'quetteh', 'Zéphirine Quettehou');
    await keys.to(page.getByLabel(/nom de la démarche/i));
    await keys.type('Renouveler la carte Vitale');
    await keys.press('Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await one();
  });

  await test.step('a workshop: two named, six not', async () => {
    await keys.press('Control+Shift+N');
    await formReady(page);
    await expect(page.getByLabel('Titre de l’atelier')).toBeFocused();
    await keys.type('Ranger ses photos de famille');
    const people = page.getByRole('combobox', { name: /^Bénéficiaires suivis/ });
    for (const name of ['Zéphirine Quettehou', known.name]) {
      await take(page, keys, people, name, name);
      await expect(page.locator('main')).toContainText(name);
    }
    await keys.to(page.getByLabel('Combien en tout'));
    await keys.type('6');
    await keys.to(themes(page).first());
    await keys.press('3');
    await lasting(page, keys);
    await keys.press('Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await one();
  });

  await test.step('two more anonymous people, alike', async () => {
    await keys.press('Control+N');
    await formReady(page);
    for (let done = 0; done < 2; done += 1) {
      await keys.press('4');
      await lasting(page, keys);
      await keys.press('Control+Enter');
      await expect(page.getByText(NEXT)).toBeVisible();
      await one();
    }
    await keys.press('Escape');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
  });

  await test.step('her démarche is followed, with a day to look again', async () => {
    await find(page, keys, 'quettehou', /Zéphirine Quettehou/);
    await expect(title(page, 'Zéphirine Quettehou')).toBeVisible();
    await keys.activate(page.getByRole('link', { name: 'Ajouter au suivi : Démarche' }));
    const name = page.getByLabel(/^Nom de la démarche/);
    await expect(name).toBeVisible();
    await keys.fill(name, 'Renouveler la carte Vitale');
    await keys.to(page.getByRole('radiogroup', { name: 'À revoir' }).getByRole('radio').first());
    await keys.press('Space', 'Control+S');
    await expect(title(page, 'Zéphirine Quettehou')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Où en est-on.*Renouveler la carte Vitale/ })).toBeVisible();
  });

  await test.step('a correction: the workshop had another title', async () => {
    await keys.activate(page.getByRole('link', { name: 'Aujourd’hui' }));
    await keys.activate(today(page).filter({ hasText: 'Ranger ses photos' }).getByRole('link'));
    await expect(title(page, 'Atelier')).toBeVisible();
    await keys.fill(page.getByLabel('Titre de l’atelier'), 'Ranger et partager ses photos');
    await keys.press('Control+S');
    await expect(page.getByRole('listitem').filter({ hasText: 'Ranger et partager ses photos' })).toHaveCount(1);
  });

  await test.step('a second file of her, made by mistake, is joined to the first', async () => {
    await laptop.open('#/beneficiaires/nouveau');
    await expect(page.getByLabel('Prénom(s)')).toBeFocused();
    await keys.type('Zephirine');
    await keys.fill(page.getByLabel('Nom d’usage'), 'Quettehou');
    await keys.fill(page.getByLabel('Téléphone', { exact: true }), '06 39 98 77 02');
    await keys.press('Control+S');
    await expect(title(page, 'Zephirine Quettehou')).toBeVisible();
    await keys.activate(page.getByRole('link', { name: 'Bénéficiaires', exact: true }));
    await keys.activate(page.getByRole('link', { name: 'Doublons' }));
    // Among the pairs that five years made; Tab goes there too, in many presses.
    await page.getByRole('link', { name: /^Comparer : .*Quettehou/ }).focus();
    await keys.press('Enter');
    await expect(title(page, 'Réunir deux fiches')).toBeVisible();
    await keys.activate(page.getByRole('button', { name: /^Réunir/ }));
    await expect(page.locator('h1')).toHaveText(/Z[ée]phirine Quettehou/);
    expect((await laptop.command('beneficiary_page', { query: 'quettehou', offset: 0, limit: 10 })).total).toBe(1);
  });

  await test.step('paper: her file, the sheet of the workshop', async () => {
    const file = await print(page, keys, 'Dossier de la personne');
    expect(file.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(file.length).toBeGreaterThan(5_000);
    await find(page, keys, 'partager ses photos', /Ranger et partager/);
    await expect(title(page, 'Atelier')).toBeVisible();
    const sheet = await print(page, keys, 'Feuille d’émargement');
    expect(sheet.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(sheet.subarray(-8).toString('latin1')).toContain('EOF');
  });

  await test.step('found again: by a name, by her number, in the lists', async () => {
    await find(page, keys, 'zefirine', /Z[ée]phirine Quettehou/);
    await expect(page.getByRole('list', { name: 'Parcours' }).getByRole('link')).toHaveCount(3);
    await laptop.open('#/beneficiaires');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await keys.type('7701');
    await expect(page.getByRole('list', { name: 'Bénéficiaires' }).getByRole('link', { name: /Quettehou/ })).toHaveCount(1);
    await laptop.open('#/relances');
    await expect(page.getByRole('link', { name: /Quettehou/ }).first()).toBeVisible();
    await laptop.open('#/seances');
    await expect(page.getByText(/^5\s0\d\d\sséances$/u)).toBeVisible();
    const rows = page.getByRole('list', { name: 'Séances' }).getByRole('listitem');
    await expect(rows).toHaveCount(100);
    await expect(rows.filter({ hasText: 'Ranger et partager ses photos' })).toHaveCount(1);
    // Of five thousand, a hundred are ever on the page, however far one goes.
    for (const first of ['101', '201', '301']) {
      await keys.press('Control+PageDown');
      await expect(page.getByRole('navigation', { name: 'Pages' })).toContainText(`${first} à`);
      await expect(rows).toHaveCount(100);
    }
  });

  await test.step('nothing of it has left, and the line says so', async () => {
    expect(await world.count()).toEqual(before);
    await expect(honestLine(page)).toHaveText(/(Hors ligne|Enregistré sur cet ordinateur) · \d+ à envoyer/);
    await picture(page, 'journee-hors-ligne');
  });

  await test.step('the line returns: the server has it all, once', async () => {
    world.network('open');
    await find(page, keys, 'synchro', /Synchronisation/);
    await keys.activate(page.getByRole('button', { name: /^Envoy/ }));
    await expect(honestLine(page)).toHaveText(/^Tout est envoyé · \d\d:\d\d$/, { timeout: 60_000 });
    const after = await world.count();
    const more = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
    // Of her two files, one stands.
    expect({ sessions: more('session'), people: more('beneficiary'), procedures: more('procedure') }).toEqual({ sessions: noted, people: 1, procedures: 1 });
    expect(noted).toBe(9);
  });
});
