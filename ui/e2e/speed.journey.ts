/**
 * How fast a session is noted, in keys: somebody who knows the form and types five keys a second,
 * looking up only where there is something to read. What is measured is what docs/PERFORMANCE.md says.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

import { formReady } from './screens';
import { expect, test, type Laptop } from './world';

const PER_SECOND = 5;
const FIGURES = readFileSync(join(import.meta.dirname, '../../docs/PERFORMANCE.md'), 'utf8');

/** Fingers: each key, and each letter, is one press. */
class Fingers {
  presses = 0;

  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.presses += 1;
      await this.page.keyboard.press(key, { delay: 40 });
      await this.page.waitForTimeout(1000 / PER_SECOND - 40);
    }
  }

  async type(text: string): Promise<void> {
    await this.press(...Array.from(text));
  }

  /** Somebody in a list of answers: three letters, a look, down, Enter. */
  async pick(letters: string, name: RegExp): Promise<void> {
    await this.type(letters);
    await expect(this.page.getByRole('option', { name })).toBeVisible();
    await this.press('ArrowDown', 'Enter');
  }
}

/** Under its limit, and what the documents say. */
function judge(what: string, presses: number, limit: number): void {
  const seconds = (presses / PER_SECOND).toFixed(1).replace('.', ',');
  const row = `| ${what} | ${presses} | ${limit} | ${seconds} s |`;
  expect(presses, what).toBeLessThanOrEqual(limit);
  expect(FIGURES.includes(row), `docs/PERFORMANCE.md says: ${row}`).toBe(true);
}

const EMPTY = {
  first_name: '', last_name: '', phone: '', no_phone: true, email: '', birth_year: '', commune: null, gender: null, age_band: null, status: null, notes: '',
};

/** A laptop with habits: a place, a usual duration, people. */
async function usual(laptop: Laptop): Promise<void> {
  await laptop.settle();
  for (const [first_name, last_name] of [['Odette', 'Lemarinel'], ['Évrard', 'Œuvrard'], ['Maëlys', 'N’Guyen']] as const) {
    await laptop.command('beneficiary_save', { id: null, draft: null, version: null, form: { ...EMPTY, first_name, last_name } });
  }
  const { date, place } = await laptop.command('session_defaults', null);
  const form = {
    kind: 'individuel' as const, date, duration: 30, place_kind: 'lieu_activite' as const, place: place?.id ?? null, commune: null, materials: [],
    themes: ['email' as const], procedure: null, tags: [], notes: null, title: null, level: null, people: [],
    person: { already: false, gender: null, age_band: null, status: null, commune: null },
    anonymous: { total: 0, already: 0, genders: {}, age_bands: {}, statuses: {} },
    outcome: { autonomy: null, objective_reached: null, procedure_state: null, oriented: null, redirection: null, redirection_place: null },
  };
  await laptop.command('session_save', { id: null, draft: null, version: null, form });
}

const latest = async (laptop: Laptop) => {
  const { sessions } = await laptop.command('today', null);
  const id = sessions[0]?.id ?? '';
  return (await laptop.command('session_get', { id })).form;
};

test.setTimeout(120_000);

test('what is noted ten times a day takes few keys', async ({ world }) => {
  const laptop = await world.laptop('Portable du bus');
  const { page } = laptop;
  await usual(laptop);
  await laptop.open();
  await expect(page.getByText('Noté aujourd’hui')).toBeVisible();

  await test.step('an anonymous person', async () => {
    const fingers = new Fingers(page);
    await fingers.press('Control+N');
    await formReady(page);
    await fingers.press('1', 'Control+S');
    await expect(page.getByRole('heading', { level: 1, name: 'Aujourd’hui' })).toBeVisible();
    expect(await latest(laptop)).toMatchObject({ kind: 'individuel', themes: ['email'], duration: 30, people: [] });
    judge('anonymous individual', fingers.presses, 6);
  });

  await test.step('a known person', async () => {
    const fingers = new Fingers(page);
    await fingers.press('Control+N');
    await formReady(page);
    await fingers.press('Shift+F6');
    await fingers.pick('ode', /Odette/);
    await expect(page.locator('[data-field="themes"] :focus')).toHaveCount(1);
    await fingers.press('1', 'Control+S');
    await expect(page.getByRole('heading', { level: 1, name: 'Aujourd’hui' })).toBeVisible();
    expect((await latest(laptop)).people).toHaveLength(1);
    judge('named known person', fingers.presses, 14);
  });

  await test.step('a workshop of twelve, three of them named', async () => {
    const fingers = new Fingers(page);
    await fingers.press('Control+Shift+N');
    await formReady(page);
    await fingers.type('Tablette');
    await fingers.press('F6');
    await fingers.pick('ode', /Odette/);
    await fingers.pick('evr', /Évrard/);
    await fingers.pick('mae', /Maëlys/);
    await fingers.press('F6');
    await fingers.type('9');
    await fingers.press('F6', '1', 'Control+S');
    await expect(page.getByRole('heading', { level: 1, name: 'Aujourd’hui' })).toBeVisible();
    const form = await latest(laptop);
    expect(form).toMatchObject({ kind: 'collectif', title: 'Tablette', themes: ['email'], duration: 30, anonymous: { total: 9 } });
    expect(form.people).toHaveLength(3);
    judge('workshop of 12, 3 of them named, with its title', fingers.presses, 40);
  });

  await test.step('ten alike in a row', async () => {
    const fingers = new Fingers(page);
    const before = (await laptop.command('today', null)).sessions.length;
    await fingers.press('Control+N');
    await formReady(page);
    await fingers.press('1');
    // From the themes, group after group, to the box that stands before the buttons.
    await fingers.press('F6', 'F6', 'F6', 'F6', 'F6', 'F6');
    await expect(page.getByRole('checkbox', { name: /^La suivante lui ressemble/ })).toBeFocused();
    await fingers.press('Space');
    for (let noted = 1; noted <= 10; noted += 1) {
      await fingers.press('Control+Enter');
      await expect(page.getByText('Séance précédente enregistrée. Voici la suivante.')).toBeVisible();
      await expect.poll(async () => (await laptop.command('today', null)).sessions.length).toBe(before + noted);
    }
    judge('ten alike, anonymous', fingers.presses, 60);
  });
});
