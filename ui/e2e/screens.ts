/** The screens by the words a person reads on them. */
import { expect, type Locator, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export const title = (page: Page, name: string): Locator => page.getByRole('heading', { level: 1, name, exact: true });

/** The honest line, as it is read aloud. */
export const honestLine = (page: Page): Locator =>
  page.getByRole('status').filter({ hasText: /envoy|Hors ligne|Échange|Enregistré/ }).first();

/** The session form is there and its first field has the focus. */
export async function formReady(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Enregistrer/ }).first()).toBeVisible();
  await expect(page.locator('main :focus')).toBeVisible();
}

const pictures = process.env['ESCALE_SCREENSHOTS'];

/** One picture for people to look at, when they ask for pictures. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled', caret: 'initial' });
}
