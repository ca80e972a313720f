/** On the road: no network, a battery that dies, a lock in mid-word, two laptops on one file. */
import type { Page } from '@playwright/test';

import { Keys } from './keys';
import { formReady, honestLine, picture, title } from './screens';
import { expect, test, type Laptop } from './world';

/** Opens the notebook again, at the keyboard. */
async function unlock(laptop: Laptop, keys: Keys): Promise<void> {
  await expect(laptop.page.getByLabel('Phrase de passe')).toBeFocused();
  await keys.type(laptop.passphrase);
  await keys.press('Enter');
}

async function anonymous(page: Page, keys: Keys, theme: string): Promise<void> {
  await formReady(page);
  await keys.press(theme);
  if ((await page.getByRole('radiogroup', { name: /Durée/ }).getByRole('radio', { checked: true }).count()) === 0) {
    await keys.to(page.getByRole('radiogroup', { name: /Durée/ }).getByRole('radio').first());
    await keys.press('2');
  }
}

const chosen = (page: Page) => page.getByRole('toolbar', { name: /Thèmes/ }).getByRole('button', { pressed: true });
const honest = (page: Page) => honestLine(page);

test('ten sessions without network, a dead battery, and the server has ten', async ({ world }) => {
  test.setTimeout(240_000);
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.settle();
  await laptop.open();
  await expect(title(page, 'Aujourd’hui')).toBeVisible();
  // The place itself has left: what waits from now on is the sessions.
  await expect(honest(page)).toHaveText(/Tout est envoyé/, { timeout: 30_000 });
  world.network('cut');
  const today = page.getByRole('list', { name: 'Séances d’aujourd’hui' }).getByRole('listitem');

  await test.step('six anonymous ones', async () => {
    await keys.press('Control+N');
    for (let done = 0; done < 6; done += 1) {
      await expect(chosen(page)).toHaveCount(0);
      await anonymous(page, keys, String(done + 1));
      await keys.press('Control+Enter');
      await expect(page.getByText('Séance précédente enregistrée. Voici la suivante.')).toBeVisible();
    }
    await keys.press('Escape');
    await expect(today).toHaveCount(6);
  });

  await test.step('two with somebody', async () => {
    await keys.press('Control+N');
    await anonymous(page, keys, '2');
    const who = page.getByRole('combobox', { name: 'Qui' });
    await keys.to(who);
    await keys.type('odette lemarinel');
    await expect(page.getByRole('option', { name: /^Créer une fiche/ })).toBeVisible();
    await keys.press('ArrowUp', 'Enter');
    const dialog = page.getByRole('dialog', { name: 'Nouvelle fiche' });
    await expect(dialog.getByLabel('Nom d’usage')).toHaveValue('Lemarinel');
    await keys.to(dialog.getByLabel('Téléphone', { exact: true }));
    await keys.type('06 39 98 12 12');
    await keys.press('Enter');
    await expect(page.getByRole('group', { name: 'Qui' })).toContainText('Odette Lemarinel');
    await keys.press('Control+Enter');
    await expect(page.getByText('Séance précédente enregistrée. Voici la suivante.')).toBeVisible();
    await anonymous(page, keys, '3');
    await keys.to(who);
    await keys.type('odet');
    await expect(page.getByRole('option', { name: /Odette Lemarinel/ })).toBeVisible();
    await keys.press('ArrowDown', 'Enter');
    await expect(page.getByRole('group', { name: 'Qui' })).toContainText('Odette Lemarinel');
    await keys.press('Control+S');
    await expect(today).toHaveCount(8);
  });

  await test.step('two workshops', async () => {
    for (const [index, name] of ['Découvrir sa tablette', 'Démarches en ligne'].entries()) {
      await keys.activate(page.getByRole('link', { name: 'Atelier' }));
      await expect(page.getByLabel('Titre de l’atelier')).toBeFocused();
      await keys.type(name);
      await keys.to(page.getByLabel('Combien en tout'));
      await keys.type('8');
      await keys.to(page.getByRole('toolbar', { name: /Thèmes/ }).getByRole('button').first());
      await anonymous(page, keys, String(index + 1));
      await keys.press('Control+S');
      await expect(today).toHaveCount(9 + index);
    }
  });

  await test.step('the honest line says where they are', async () => {
    await expect(honest(page)).toHaveText(/(Hors ligne|Enregistré sur cet ordinateur) · \d+ à envoyer/);
    await expect(today.filter({ hasText: 'à envoyer' })).toHaveCount(10);
    await expect(honest(page)).toHaveText(/^Hors ligne · \d+ à envoyer$/, { timeout: 60_000 });
    expect((await world.count())['session'] ?? 0).toBe(0);
  });

  await test.step('the battery dies in the middle of a form', async () => {
    await keys.press('Control+N');
    await formReady(page);
    await keys.press('1');
    await keys.activate(page.getByRole('button', { name: /Matériel, étiquettes, notes/ }));
    await keys.to(page.getByLabel('Notes sur l’accompagnement'));
    await keys.type('Reprendre la lettre à la CAF, pièces jointes au bureau.');
    await expect(page.getByText(/^brouillon enregistré à/)).toBeVisible();
    // At most a second old: the draft holds the last word.
    await expect(async () => {
      const drafts = await laptop.command('draft_list', null);
      expect(JSON.stringify(drafts)).toContain('au bureau.');
    }).toPass({ timeout: 2_000 });
    await laptop.pullTheBattery();
  });

  await test.step('the same folder opens again, with the ten and the draft', async () => {
    await laptop.restart();
    await laptop.open();
    await unlock(laptop, keys);
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await expect(today).toHaveCount(10);
    await keys.activate(page.getByRole('link', { name: /^Reprendre/ }));
    await formReady(page);
    await expect(chosen(page)).toHaveCount(1);
    await keys.activate(page.getByRole('button', { name: /Matériel, étiquettes, notes/ }));
    await expect(page.getByLabel('Notes sur l’accompagnement')).toHaveValue('Reprendre la lettre à la CAF, pièces jointes au bureau.');
    await keys.press('Escape');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
  });

  await test.step('the network is back: all is sent, and said', async () => {
    world.network('open');
    await keys.activate(page.getByRole('link', { name: 'Synchronisation' }));
    await expect(title(page, 'Synchronisation')).toBeVisible();
    await keys.activate(page.getByRole('button', { name: /^Envoy/ }));
    await expect(honest(page)).toHaveText(/^Tout est envoyé · \d\d:\d\d$/, { timeout: 60_000 });
    await keys.activate(page.getByRole('link', { name: 'Aujourd’hui' }));
    await expect(today.filter({ hasText: 'envoyée' })).toHaveCount(10);
    expect((await world.count())['session']).toBe(10);
  });

  await test.step('a second laptop shows the ten within a minute', async () => {
    const second = await world.laptop('Portable de secours');
    await second.open();
    await expect(second.page.getByRole('list', { name: 'Séances d’aujourd’hui' }).getByRole('listitem')).toHaveCount(10, { timeout: 60_000 });
    await second.open('#/beneficiaires');
    await expect(second.page.getByRole('link', { name: /Odette Lemarinel/ })).toContainText('2 séances');
  });
});

test('two laptops change one number without network: both are kept, and it is said', async ({ world }) => {
  const first = await world.laptop('Portable du bus');
  const second = await world.laptop('Portable de secours');
  const keys = [new Keys(first.page), new Keys(second.page)] as const;
  const { id } = await first.command('beneficiary_save', {
    id: null,
    draft: null,
    version: null,
    form: {
      first_name: 'Odette', last_name: 'Lemarinel', phone: '06 39 98 12 12', no_phone: false, email: '', birth_year: '1948',
      commune: null, gender: null, age_band: null, status: null, notes: '',
    },
  });
  const line = (laptop: Laptop) => laptop.page.getByRole('link', { name: /Odette Lemarinel/ });
  const exchange = async (laptop: Laptop) => {
    await expect(async () => {
      const { busy, pending, line: state } = await laptop.command('sync_now', null);
      expect({ busy, pending, state }).toEqual({ busy: false, pending: 0, state: 'online' });
    }).toPass({ timeout: 60_000 });
  };
  await exchange(first);
  await exchange(second);
  await second.open('#/beneficiaires');
  await expect(line(second)).toBeVisible();
  world.network('cut');

  for (const [index, laptop] of [first, second].entries()) {
    const hands = keys[index as 0 | 1];
    await laptop.open(`#/beneficiaires/${id}/modifier`);
    await expect(laptop.page.getByLabel('Prénom(s)')).toBeFocused();
    await hands.fill(laptop.page.getByLabel('Téléphone', { exact: true }), index === 0 ? '02 61 91 00 01' : '02 61 91 00 02');
    await hands.press('Control+S');
    await expect(title(laptop.page, 'Odette Lemarinel')).toBeVisible();
  }
  world.network('open');
  await exchange(first);
  await exchange(second);
  await exchange(first);

  for (const laptop of [first, second]) {
    await test.step(`said on ${laptop === first ? 'the first' : 'the second'}`, async () => {
      await laptop.open('#/beneficiaires');
      await expect(line(laptop)).toContainText('à vérifier');
      await expect(honest(laptop.page)).toHaveText(/ · 1 à vérifier$/);
      await laptop.open(`#/beneficiaires/${id}`);
      const card = laptop.page.getByRole('group', { name: 'Téléphone' });
      await expect(card.getByText('sur cet ordinateur')).toHaveCount(1);
      await expect(card.getByText('sur un autre ordinateur')).toHaveCount(1);
      await expect(card.getByText('affichée')).toHaveCount(1);
      for (const number of ['02 61 91 00 01', '02 61 91 00 02']) await expect(card.getByText(number, { exact: true })).toBeVisible();
      await picture(laptop.page, laptop === first ? 'deux-valeurs-ici' : 'deux-valeurs-la');
    });
  }

  await test.step('the first chooses at the keyboard, for both', async () => {
    await keys[0].activate(first.page.getByRole('button', { name: /^Garder «\s02 61 91 00 01\s», sur cet ordinateur/ }));
    await expect(first.page.getByText('C’est noté.')).toBeVisible();
    await expect(first.page.getByRole('group', { name: 'Téléphone' })).toHaveCount(0);
    await exchange(first);
    await exchange(second);
    await expect(second.page.getByRole('group', { name: 'Téléphone' })).toHaveCount(0);
    for (const laptop of [first, second]) {
      await expect(laptop.page.getByRole('region', { name: 'Identité et coordonnées' })).toContainText('02 61 91 00 01');
      await laptop.open('#/beneficiaires');
      await expect(line(laptop)).toContainText('02 61 91 00 01');
      await expect(line(laptop)).not.toContainText('à vérifier');
      await expect(honest(laptop.page)).not.toHaveText(/à vérifier/);
    }
  });

  await test.step('and a third number, once chosen, is a correction like any other', async () => {
    await second.open(`#/beneficiaires/${id}/modifier`);
    await expect(second.page.getByLabel('Prénom(s)')).toBeFocused();
    await keys[1].fill(second.page.getByLabel('Téléphone', { exact: true }), '02 61 91 00 03');
    await keys[1].press('Control+S');
    await expect(title(second.page, 'Odette Lemarinel')).toBeVisible();
    await exchange(second);
    await exchange(first);
    await expect(line(first)).toContainText('02 61 91 00 03');
    await expect(line(first)).not.toContainText('à vérifier');
  });
});

test('a lock in mid-word loses nothing older than a second', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.open('#/seances/nouvelle');
  await formReady(page);
  await keys.press('2');
  await keys.activate(page.getByRole('button', { name: /Matériel, étiquettes, notes/ }));
  await keys.to(page.getByLabel('Notes sur l’accompagnement'));

  await test.step('by the person: every letter typed is there', async () => {
    await keys.type('Rappeler mardi pour le dossier de retraite');
    await keys.press('Control+L');
    await unlock(laptop, keys);
    await formReady(page);
    await expect(chosen(page)).toHaveCount(1);
    await keys.activate(page.getByRole('button', { name: /Matériel, étiquettes, notes/ }));
    await expect(page.getByLabel('Notes sur l’accompagnement')).toHaveValue('Rappeler mardi pour le dossier de retraite');
  });

  await test.step('by the computer itself, while she types: what is older than a second is there', async () => {
    const notes = page.getByLabel('Notes sur l’accompagnement');
    await keys.to(notes);
    await keys.press('End');
    const typed: { at: number; length: number }[] = [];
    const before = (await notes.inputValue()).length;
    for (let word = 0; word < 40; word += 1) {
      await keys.type(` ${word}`);
      typed.push({ at: Date.now(), length: (await notes.inputValue()).length });
    }
    const locked = Date.now();
    await laptop.command('lock', null);
    await expect(page.getByLabel('Phrase de passe')).toBeFocused();
    await expect(page.locator('body')).not.toContainText('retraite');
    await unlock(laptop, keys);
    await formReady(page);
    await keys.activate(page.getByRole('button', { name: /Matériel, étiquettes, notes/ }));
    const kept = (await notes.inputValue()).length;
    const old = typed.filter(({ at }) => at < locked - 1_000).at(-1)?.length ?? before;
    expect(kept).toBeGreaterThanOrEqual(old);
  });

  expect((await laptop.command('draft_list', null))).toHaveLength(1);
});
