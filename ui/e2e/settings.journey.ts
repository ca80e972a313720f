/** What a person chooses for their eyes stays chosen. */
import { Keys } from './keys';
import { title } from './screens';
import { expect, test } from './world';

test('theme, text and motion are applied at once and kept through a restart', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  const keys = new Keys(page);
  const html = page.locator('html');
  const radio = (name: string) => page.getByRole('radio', { name, exact: true });
  await laptop.open('#/reglages');
  await expect(title(page, 'Réglages')).toBeVisible();

  await keys.tick(radio('Sombre'));
  await expect(html).toHaveCSS('color-scheme', 'dark');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(17, 24, 26)');
  await keys.tick(radio('150 %'));
  await expect(html).toHaveCSS('font-size', '25.5px');
  await keys.tick(page.getByRole('checkbox', { name: 'Réduire les animations' }));
  await expect(page.getByRole('checkbox', { name: 'Réduire les animations' })).toBeChecked();
  await keys.tick(radio('5 min'));
  await expect(radio('5 min')).toBeChecked();

  await test.step('nothing moves any more', async () => {
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return [...transitionDuration.split(','), ...animationDuration.split(',')].some((duration) => parseFloat(duration) > 0);
      }).map((element) => element.outerHTML.slice(0, 120)),
    );
    expect(moving).toEqual([]);
  });

  await test.step('the next start looks the same before it is even unlocked', async () => {
    await laptop.pullTheBattery();
    await laptop.restart();
    await laptop.open('#/reglages');
    await expect(page.getByLabel('Phrase de passe')).toBeFocused();
    await expect(html).toHaveCSS('color-scheme', 'dark');
    await expect(html).toHaveCSS('font-size', '25.5px');
    await keys.type(laptop.passphrase);
    await keys.press('Enter');
    await expect(radio('Sombre')).toBeChecked();
    await expect(radio('150 %')).toBeChecked();
    await expect(radio('5 min')).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'Réduire les animations' })).toBeChecked();
  });
});

test('the computer’s own wishes are followed until another is said', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await laptop.open();
  await expect(title(page, 'Aujourd’hui')).toBeVisible();
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(17, 24, 26)');
  const fade = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--fade').trim());
  expect(await fade()).toBe('0s');
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(250, 247, 242)');
  expect(await fade()).not.toBe('0s');
});
