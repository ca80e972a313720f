/** The doors: the first start, the lock, the quick code. */
import { Keys } from './keys';
import { title } from './screens';
import { expect, test } from './world';

test('a new laptop is enrolled with the code, locks and opens again', async ({ world }) => {
  const laptop = await world.newLaptop();
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.open();
  await expect(title(page, 'Enrôler cet ordinateur')).toBeVisible();
  const suggestion = page.getByRole('status', { name: 'Phrase de passe proposée' });
  await expect(suggestion).toHaveText(/^(\p{L}+[ -]){4,}\p{L}+$/u);
  const passphrase = (await suggestion.textContent()) ?? '';
  await expect(page.getByLabel('Code d’enrôlement')).toBeFocused();

  await test.step('a code with a letter changed is refused under its field', async () => {
    await keys.type('7KQ2M4X9AB');
    await keys.press('Tab');
    await keys.type('Portable du bus');
    await keys.tick(page.getByRole('checkbox', { name: 'Je l’ai notée' }));
    await keys.activate(page.getByRole('button', { name: 'Enrôler cet ordinateur' }));
    await expect(page.getByText(/Ce code d’enrôlement n’est pas complet, ou une lettre a changé/)).toBeVisible();
    await expect(page.getByLabel('Code d’enrôlement')).toBeFocused();
  });

  await test.step('a code of the right shape that the server does not know is refused', async () => {
    const good = await world.code();
    await keys.fill(page.getByLabel('Code d’enrôlement'), good.replace(/^.{10}/, (code) => code.slice(1) + code.slice(0, 1)));
    await keys.press('Enter');
    await expect(page.getByText('Le serveur n’accepte pas ce code : il a déjà servi ou il a expiré.', { exact: false })).toBeVisible();
    await expect(page.getByLabel('Code d’enrôlement')).toBeFocused();
  });

  await test.step('the right one opens an empty day', async () => {
    await keys.fill(page.getByLabel('Code d’enrôlement'), await world.code());
    await keys.press('Enter');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
    await expect(page.getByText(/^Rien de noté aujourd’hui\./)).toBeVisible();
  });

  await test.step('Ctrl L locks and shows no name', async () => {
    await keys.press('Control+L');
    await expect(page.getByLabel('Phrase de passe')).toBeFocused();
    await expect(page.locator('body')).not.toContainText(/Camille|Vasseur|Portable du bus/);
  });

  await test.step('a wrong passphrase is refused in words', async () => {
    await keys.type('tremplin sirop falaise');
    await keys.press('Enter');
    await expect(page.getByText('Cette phrase de passe n’ouvre pas le carnet.')).toBeVisible();
    await expect(page.getByLabel('Phrase de passe')).toHaveValue('');
  });

  await test.step('the one suggested opens', async () => {
    // Wrong tries make wait; the button says when.
    await expect(page.getByRole('button', { name: 'Déverrouiller' })).toBeEnabled({ timeout: 30_000 });
    await keys.to(page.getByLabel('Phrase de passe'));
    await keys.type(passphrase);
    await keys.press('Enter');
    await expect(title(page, 'Aujourd’hui')).toBeVisible();
  });
});

test('the quick code is armed, refused when wrong, and opens', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  await laptop.open('#/reglages');
  await keys.to(page.getByLabel('Code rapide', { exact: true }));
  await keys.type('123456');
  await keys.press('Enter');
  await expect(page.getByText(/Ce code est trop facile à deviner\./)).toBeVisible();
  await keys.fill(page.getByLabel('Code rapide', { exact: true }), '481902');
  await keys.press('Enter');
  await expect(page.getByText('Le code rapide est actif.')).toBeVisible();

  await keys.press('Control+L');
  await expect(page.getByLabel('Code rapide', { exact: true })).toBeFocused();
  await keys.type('481903');
  await expect(page.getByText('Ce code n’est pas le bon.')).toBeVisible();
  await expect(page.getByLabel('Code rapide', { exact: true })).toBeFocused();
  await keys.type('481902');
  await expect(title(page, 'Réglages')).toBeVisible();

  await test.step('the passphrase goes on working', async () => {
    await keys.press('Control+L');
    await expect(page.getByLabel('Code rapide', { exact: true })).toBeFocused();
    await keys.activate(page.getByRole('button', { name: 'Utiliser la phrase de passe' }));
    await keys.to(page.getByLabel('Phrase de passe'));
    await keys.type(laptop.passphrase);
    await keys.press('Enter');
    await expect(title(page, 'Réglages')).toBeVisible();
  });

  await test.step('a restart forgets it', async () => {
    await laptop.pullTheBattery();
    await laptop.restart();
    await laptop.open();
    await expect(page.getByLabel('Phrase de passe')).toBeFocused();
    await expect(page.getByRole('button', { name: 'Utiliser le code rapide' })).toHaveCount(0);
  });
});
