/**
 * Every screen, in both themes, at ordinary and double text, in a small and a usual window: no rule
 * of accessibility broken, contrast included; nothing to scroll sideways; the focus always seen.
 */
import { examine, LOOKS, show, wear } from './looks';
import { formReady, title } from './screens';
import { expect, test, type Laptop } from './world';

const EMPTY = {
  first_name: '', last_name: '', phone: '', no_phone: false, email: '', birth_year: '', commune: null, gender: null,
  age_band: null, status: null, notes: '',
};

/** A day with everything in it: people, sessions, a workshop, a draft. */
async function live(laptop: Laptop): Promise<string> {
  await laptop.settle();
  const defaults = await laptop.command('session_defaults', null);
  const save = (form: object) => laptop.command('beneficiary_save', { id: null, draft: null, version: null, form: { ...EMPTY, ...form } });
  const { id } = await save({
    first_name: 'Odette', last_name: 'Lemarinel', phone: '06 39 98 12 12', birth_year: '1948', gender: 'feminin', status: 'retraite',
    email: 'odette.lemarinel@example.org', commune: { code: '50031', name: 'Barneville-Carteret', postcode: '50270' },
    notes: 'Préfère venir le matin, après le marché. Apporte sa tablette.',
  });
  await save({ first_name: 'Évrard', last_name: 'Œuvrard-Dupont de la Haye', phone: '02 61 91 44 07' });
  await save({ first_name: 'Maëlys', last_name: 'N’Guyen', no_phone: true });
  const form = {
    kind: 'individuel' as const, date: defaults.date, duration: 30, place_kind: 'lieu_activite' as const, place: defaults.place?.id ?? null,
    commune: null, materials: [], themes: ['email' as const], procedure: null, tags: [], notes: null, title: null, level: null, people: [],
    person: { already: false, gender: null, age_band: null, status: null, commune: null },
    anonymous: { total: 0, already: 0, genders: {}, age_bands: {}, statuses: {} },
    outcome: { autonomy: null, objective_reached: null, procedure_state: null, oriented: null, redirection: null, redirection_place: null },
  };
  const note = (fields: object) => laptop.command('session_save', { id: null, draft: null, version: null, form: { ...form, ...fields } });
  await note({});
  await note({ people: [id], duration: 45, themes: ['aide_aux_demarches_administratives', 'email'], procedure: 'Carte grise' });
  await note({ people: [id], duration: 60, themes: ['email'] });
  const tag = (name: string, team: boolean) => laptop.command('tag_save', { id: null, team, form: { name, description: '' }, version: null });
  await note({ tags: [(await tag('Bus du jeudi', false)).id, (await tag('Semaine du numérique', true)).id] });
  await laptop.command('session_delete', { id: (await note({ people: [id] })).id });
  await note({ kind: 'collectif', title: 'Découvrir sa tablette', duration: 120, anonymous: { ...form.anonymous, total: 8 } });
  await laptop.command('draft_save', { id: null, kind: 'session', record: null, body: { form: { ...form, notes: 'Reprendre la lettre à la CAF' }, people: [], place_name: null, version: null } });
  return id;
}

test.describe.configure({ timeout: 240_000 });

for (const look of LOOKS) {
  const words = `${look.theme}, ${look.percent} %, ${look.size.width} × ${look.size.height}`;

  test(`every screen of a full notebook: ${words}`, async ({ world }) => {
    const laptop = await world.laptop('Portable du bus');
    const { page } = laptop;
    const person = await live(laptop);
    await wear(laptop, look);

    const SCREENS = [
      ['aujourdhui', '#/', 'Aujourd’hui'],
      ['seances', '#/seances', 'Séances'],
      ['etiquettes', '#/etiquettes', 'Étiquettes'],
      ['corbeille', '#/corbeille', 'Corbeille'],
      ['beneficiaires', '#/beneficiaires', 'Bénéficiaires'],
      ['fiche', `#/beneficiaires/${person}`, 'Odette Lemarinel'],
      ['fiche-modifier', `#/beneficiaires/${person}/modifier`, 'Modifier la fiche'],
      ['synchronisation', '#/synchronisation', 'Synchronisation'],
      ['reglages', '#/reglages', 'Réglages'],
      ['aide', '#/aide', 'Aide'],
      ['aide-page', '#/aide/noter-une-seance', 'Noter une séance'],
    ] as const;
    for (const [name, address, heading] of SCREENS) {
      await test.step(heading, async () => {
        await laptop.open(address);
        await expect(title(page, heading)).toBeVisible();
        await expect(page.locator('main').getByRole('list').or(page.locator('main').getByRole('textbox')).or(page.locator('main').getByRole('table')).first()).toBeVisible();
        await examine(page, name, look);
      });
    }

    await test.step('Séances, sifted and chosen', async () => {
      await laptop.open('#/seances');
      await page.getByRole('button', { name: /^Filtres/ }).click();
      await page.getByRole('button', { name: 'Choisir plusieurs séances' }).click();
      await page.getByRole('checkbox', { name: /^Choisir la séance/ }).first().check({ force: true });
      await examine(page, 'seances-choisies', look);
      await page.getByRole('button', { name: /^Mettre à la corbeille/ }).click();
      await expect(page.getByRole('dialog', { name: /^Mettre/ })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Ne rien changer' })).toBeFocused();
      await examine(page, 'seances-corbeille', look, 'dialog');
    });

    await test.step('Nouvelle séance', async () => {
      await laptop.open('#/seances/nouvelle');
      await formReady(page);
      await show(page, 'seance', look);
      for (const folded of ['Résultat', 'Matériel, étiquettes, notes']) await page.getByRole('button', { name: new RegExp(`^${folded}`) }).click();
      await page.getByRole('button', { name: /^Aide aux démarches/ }).click();
      await page.getByRole('radiogroup', { name: /orienté/ }).getByRole('radio', { name: 'Oui' }).click();
      await examine(page, 'seance-depliee', look);
    });

    await test.step('Nouvelle séance, what is missing', async () => {
      await laptop.open('#/seances/nouvelle');
      await formReady(page);
      await page.keyboard.press('Control+S');
      await expect(page.getByText('Veuillez renseigner au moins une thématique')).toBeInViewport();
      await examine(page, 'seance-erreurs', look);
    });

    await test.step('Nouvel atelier', async () => {
      await laptop.open('#/seances/nouvelle?atelier');
      await formReady(page);
      await page.getByLabel('Combien en tout').fill('7');
      await page.getByRole('group', { name: 'Genre' }).getByLabel('Féminin').fill('9');
      await examine(page, 'atelier', look);
    });

    await test.step('a list of answers', async () => {
      await laptop.open('#/seances/nouvelle');
      await formReady(page);
      await page.getByRole('combobox', { name: 'Qui' }).pressSequentially('lema');
      await expect(page.getByRole('option', { name: /Odette/ })).toBeVisible();
      await examine(page, 'seance-qui', look, 'list');
      await page.getByRole('option', { name: /^Créer une fiche/ }).click();
      await expect(page.getByRole('dialog', { name: 'Nouvelle fiche' })).toBeVisible();
      await examine(page, 'nouvelle-fiche', look, 'dialog');
    });

    await test.step('Raccourcis', async () => {
      await laptop.open();
      await expect(title(page, 'Aujourd’hui')).toBeVisible();
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Raccourcis du clavier' })).toBeVisible();
      await examine(page, 'raccourcis', look, 'dialog');
    });

    await test.step('Rechercher', async () => {
      await laptop.open();
      await expect(title(page, 'Aujourd’hui')).toBeVisible();
      await page.keyboard.press('Control+K');
      await page.getByRole('combobox', { name: /^Rechercher/ }).pressSequentially('lema');
      await expect(page.getByRole('option', { name: /Odette/ }).first()).toBeVisible();
      await examine(page, 'rechercher', look, 'dialog');
    });

    await test.step('Mode discret', async () => {
      await laptop.open('#/beneficiaires');
      await expect(title(page, 'Bénéficiaires')).toBeVisible();
      await page.keyboard.press('Control+H');
      await expect(page.getByText(/^O\.\sL\.$/)).toBeVisible();
      await expect(page.getByText('Lemarinel')).toHaveCount(0);
      await examine(page, 'discret', look);
      await page.keyboard.press('Control+H');
    });

    await test.step('Verrouillé', async () => {
      await laptop.command('lock', null);
      await laptop.open();
      await expect(page.getByLabel('Phrase de passe')).toBeFocused();
      await examine(page, 'verrou', look);
    });
  });

  test(`every screen of an empty notebook: ${words}`, async ({ world }) => {
    const laptop = await world.newLaptop();
    const { page } = laptop;
    await wear(laptop, look).catch(() => undefined);
    await laptop.open();
    await expect(page.getByRole('status', { name: 'Phrase de passe proposée' })).toBeVisible();
    await page.emulateMedia({ colorScheme: look.theme });
    await examine(page, 'enrolement', { ...look, percent: 100 });
    await laptop.enrol(await world.code(), 'Portable du bus');
    await wear(laptop, look);
    for (const [name, address, heading] of [
      ['aujourdhui-vide', '#/', 'Aujourd’hui'],
      ['seances-vide', '#/seances', 'Séances'],
      ['etiquettes-vide', '#/etiquettes', 'Étiquettes'],
      ['corbeille-vide', '#/corbeille', 'Corbeille'],
      ['beneficiaires-vide', '#/beneficiaires', 'Bénéficiaires'],
      ['synchronisation-vide', '#/synchronisation', 'Synchronisation'],
    ] as const) {
      await test.step(heading, async () => {
        await laptop.open(address);
        await expect(title(page, heading)).toBeVisible();
        await examine(page, name, look);
      });
    }
  });
}
