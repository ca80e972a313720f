/** Noting what was done: nobody's name, somebody's name, a workshop. */
import { Keys } from './keys';
import { formReady, title } from './screens';
import { expect, test, TOWN_HALL } from './world';

test('an anonymous session takes six keys on the first day, three on the next ones', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  await laptop.settle();
  await laptop.open();
  const rows = page.getByRole('list', { name: 'Séances d’aujourd’hui' }).getByRole('listitem');
  await expect(page.getByText(/^Rien de noté aujourd’hui\./)).toBeVisible();

  await test.step('no habit is known yet: theme, duration', async () => {
    const keys = new Keys(page);
    await keys.press('Control+N');
    await formReady(page);
    await keys.press('1', 'Tab', 'Tab', '2', 'Control+Enter');
    await expect(page.getByText('Séance précédente enregistrée. Voici la suivante.')).toBeVisible();
    expect(keys.presses).toBe(6);
    await keys.press('Escape');
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText('Anonyme');
    await expect(rows.first()).toContainText('30 min');
    await expect(rows.first()).toContainText(/à envoyer|envoyée/);
  });

  await test.step('the duration is a habit: the theme alone', async () => {
    const keys = new Keys(page);
    await keys.press('Control+N');
    await formReady(page);
    await keys.press('2', 'Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await expect(rows).toHaveCount(2);
    expect(keys.presses).toBe(3);
  });

  await test.step('the state follows what the server confirmed', async () => {
    await expect(rows.filter({ hasText: 'envoyée' })).toHaveCount(2, { timeout: 30_000 });
    expect((await world.count())['session']).toBe(2);
  });

  await test.step('and the list leads back to what was noted', async () => {
    const keys = new Keys(page);
    await keys.activate(rows.first().getByRole('link'));
    await expect(title(page, 'Séance')).toBeVisible();
    await expect(page.getByText(TOWN_HALL)).toBeVisible();
  });
});

test('an unfinished form says what is missing, in the rule’s words', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.open('#/seances/nouvelle');
  await formReady(page);
  await keys.press('Control+S');
  await expect(page.getByText('Veuillez renseigner au moins une thématique')).toBeVisible();
  await expect(page.getByText('Veuillez renseigner une durée')).toBeVisible();
  await expect(page.getByRole('toolbar', { name: /Thèmes/ }).getByRole('button').first()).toBeFocused();
  expect((await laptop.command('today', null)).sessions).toHaveLength(0);
});

test('a person is created inside the form, warned of as a twin, and found however typed', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.settle();
  await laptop.open('#/seances/nouvelle');
  await formReady(page);
  const who = page.getByRole('combobox', { name: 'Qui' });
  const dialog = page.getByRole('dialog', { name: 'Nouvelle fiche' });

  const createFrom = async (typed: string) => {
    await keys.to(who);
    await keys.type(typed);
    await expect(page.getByRole('option', { name: /^Créer une fiche/ })).toBeVisible();
    await keys.press('ArrowUp', 'Enter');
    await expect(dialog).toBeVisible();
  };

  await test.step('created on the spot', async () => {
    await createFrom('éloïse lœuvrard');
    await expect(dialog.getByLabel('Prénom(s)')).toHaveValue('Éloïse');
    await expect(dialog.getByLabel('Nom d’usage')).toHaveValue('Lœuvrard');
    await keys.to(dialog.getByLabel('Téléphone', { exact: true }));
    await keys.type('02 61 91 44 07');
    await keys.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('group', { name: 'Qui' })).toContainText('Éloïse Lœuvrard');
  });

  await test.step('the session is noted with her', async () => {
    await keys.to(page.getByRole('toolbar', { name: /Thèmes/ }).getByRole('button').first());
    await keys.press('3');
    await keys.to(page.getByRole('radiogroup', { name: /Durée/ }).getByRole('radio').first());
    await keys.press('4', 'Control+Enter');
    await expect(page.getByText('Séance précédente enregistrée. Voici la suivante.')).toBeVisible();
  });

  await test.step('typing her again warns, and takes her file', async () => {
    await createFrom('eloise loeuvrad');
    await keys.fill(dialog.getByLabel('Nom d’usage'), 'Loeuvrard');
    const same = dialog.getByRole('button', { name: 'C’est la même personne : Éloïse Lœuvrard' });
    await keys.activate(same);
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('group', { name: 'Qui' })).toContainText('Éloïse Lœuvrard');
    await keys.press('Control+S');
    await expect(page.getByText('Veuillez renseigner au moins une thématique')).toBeVisible();
    // The first field at fault takes the focus with the next frame; the digit is for it.
    await expect(page.locator('[data-field="themes"] :focus')).toHaveCount(1);
    await keys.press('1', 'Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
  });

  await test.step('her file tells both sessions', async () => {
    await keys.activate(page.getByRole('link', { name: 'Bénéficiaires' }));
    await expect(page.getByRole('searchbox')).toBeFocused();
    await keys.press('ArrowDown', 'Enter');
    await expect(title(page, 'Éloïse Lœuvrard')).toBeVisible();
    await expect(page.getByText('2 séances')).toBeVisible();
    await expect(page.getByRole('list', { name: 'Parcours' }).getByRole('listitem').filter({ has: page.getByRole('link') })).toHaveCount(2);
    await expect(page.getByText('02 61 91 44 07')).toBeVisible();
  });

  await test.step('one file, not two', async () => {
    expect((await laptop.command('beneficiary_page', { query: '', offset: 0, limit: 10 })).total).toBe(1);
  });

  for (const [typed, how] of [
    ['ÉLOÏSE', 'with her accents'],
    ['eloise loeuvrard', 'without accents nor ligature'],
    ['lœuvrart', 'with a letter wrong'],
    ['éloize', 'by ear'],
    ['4407', 'by the end of her number'],
    ['02 61 91', 'by the start of her number'],
  ] as const) {
    await test.step(`she is found ${how}`, async () => {
      await laptop.open('#/beneficiaires');
      await expect(page.getByRole('searchbox')).toBeFocused();
      await keys.type(typed);
      await expect(page.getByText('1 fiche trouvée')).toBeVisible();
      await expect(page.getByRole('link', { name: /Éloïse Lœuvrard/ })).toBeVisible();
    });
  }

  await test.step('and nobody is found who is not there', async () => {
    await laptop.open('#/beneficiaires');
    await expect(page.getByRole('searchbox')).toBeFocused();
    await keys.type('wzyx');
    await expect(page.getByText('Personne de ce nom.')).toBeVisible();
  });
});

test('a workshop counts people it does not name, and its sums must hold', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.settle();
  await laptop.open();
  await keys.activate(page.getByRole('link', { name: 'Atelier' }));
  await expect(title(page, 'Nouvel atelier')).toBeVisible();
  await expect(page.getByLabel('Titre de l’atelier')).toBeFocused();
  await keys.type('Découvrir sa tablette');
  await keys.to(page.getByLabel('Combien en tout'));
  await keys.type('7');
  const genders = page.getByRole('group', { name: 'Genre' });
  const tooMany = genders.getByText('La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes', { exact: true });
  await keys.to(genders.getByLabel('Féminin'));
  await keys.type('5');
  await keys.to(genders.getByLabel('Masculin'));
  await keys.type('3');
  await expect(tooMany).toBeVisible();

  await test.step('it is not saved while they do not', async () => {
    await keys.to(page.getByRole('toolbar', { name: /Thèmes/ }).getByRole('button').first());
    await keys.press('1');
    await keys.to(page.getByRole('radiogroup', { name: /Durée/ }).getByRole('radio').first());
    await keys.press('5', 'Control+S');
    await expect(genders.locator(':focus')).toBeVisible();
    await expect(tooMany).toBeVisible();
    expect((await laptop.command('today', null)).sessions).toHaveLength(0);
  });

  await test.step('it is, once corrected', async () => {
    await keys.fill(genders.getByLabel('Masculin'), '2');
    await expect(tooMany).toBeHidden();
    await keys.press('Control+S');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    const row = page.getByRole('list', { name: 'Séances d’aujourd’hui' }).getByRole('listitem');
    await expect(row).toContainText('Découvrir sa tablette · 7 participants');
    await expect(page.getByText('7 accompagnements', { exact: false })).toBeVisible();
  });
});
