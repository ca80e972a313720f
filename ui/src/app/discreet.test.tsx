/** Mode discret: no name is left on any screen, to the eye or to the reader. */
import { screen, waitFor } from '@testing-library/react';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { offerUndo } from '../kit';
import { href } from '../pieces/router';
import { PEOPLE, SAMPLE_DRAFT } from '../testing/fakePlatform';
import { expectAccessible, formReady, open } from '../testing/render';
import { ROOMS } from './rooms';

const CTRL_H = '{Control>}h{/Control}';
const WORDS = PEOPLE.flatMap(({ name, phone }) => [...name.split(' '), ...(phone ? [phone, phone.replaceAll(' ', '\u00a0')] : [])]);

/** Everything of the page, attributes read aloud included. */
const named = () => {
  const page = document.documentElement.outerHTML;
  return WORDS.filter((word) => page.includes(word));
};

const DRAFTS = [
  { ...SAMPLE_DRAFT, id: 'draft-8', kind: 'beneficiary' as const, body: { form: { first_name: 'Odette', last_name: 'Lemarinel' }, version: null } },
  { ...SAMPLE_DRAFT, id: 'draft-9', body: { ...(SAMPLE_DRAFT.body as object), people: [{ id: 'b-1', name: 'Odette Lemarinel' }] } },
];

describe('mode discret', () => {
  it.each(ROOMS.map(({ label, route }) => [label, href(route)] as const))('hides every name in %s', async (label, hash) => {
    const { user } = await open(hash, { drafts: DRAFTS });
    await screen.findByRole('heading', { level: 1, name: label });
    await waitFor(() => expect(document.querySelector('main .skeleton')).toBeNull());
    await user.keyboard(CTRL_H);
    await screen.findByText(/^Mode discret\s: les noms sont cachés/);
    await waitFor(() => expect(named()).toEqual([]));
    expect(screen.getByRole('button', { name: 'Noms cachés' }).getAttribute('aria-pressed')).toBe('true');
    await expectAccessible();
  });

  it('hides a list and shows it again', async () => {
    const { user } = await open('#/beneficiaires');
    await screen.findByText('Odette Lemarinel');
    expect(named()).not.toEqual([]);
    await user.keyboard(CTRL_H);
    expect(named()).toEqual([]);
    expect(screen.getByText(/^O\.\sL\.$/)).toBeTruthy();
    await user.keyboard(CTRL_H);
    expect(screen.getByText('Odette Lemarinel')).toBeTruthy();
  });

  it('hides names in the palette, in what a form proposes and in messages', async () => {
    const { user } = await open('#/seances/nouvelle');
    await formReady();
    await user.keyboard(CTRL_H);
    screen.getByRole('combobox', { name: 'Qui' }).focus();
    await user.keyboard('evr');
    await screen.findByRole('option', { name: /É\.\sŒ\./ });
    expect(named()).toEqual([]);
    await user.keyboard('{Escape}');
    await user.keyboard('{Control>}k{/Control}');
    await user.keyboard('odet');
    await screen.findByRole('option', { name: /O\.\sL\./ });
    expect(named()).toEqual([]);
    await user.keyboard('{Escape}');
    offerUndo((name) => `Fiche de ${name('Odette Lemarinel')} supprimée.`, () => undefined);
    await screen.findByText(/^Fiche de O\.\sL\. supprimée\.$/);
    expect(named()).toEqual([]);
  });

  it('leaves the person of the open file, whole', async () => {
    const { user } = await open('#/beneficiaires/b-1');
    await screen.findByRole('heading', { level: 1, name: 'Odette Lemarinel' });
    await user.keyboard(CTRL_H);
    expect(screen.getByRole('heading', { level: 1, name: 'Odette Lemarinel' })).toBeTruthy();
    expect(screen.getByText('02 61 91 00 12')).toBeTruthy();
  });

  it('ends with the lock', async () => {
    const { platform, user } = await open('#/beneficiaires');
    await screen.findByText('Odette Lemarinel');
    await user.keyboard(CTRL_H);
    expect(named()).toEqual([]);
    platform.state = { ...platform.state, phase: 'locked' };
    platform.emit({ kind: 'locked' });
    await user.type(await screen.findByLabelText('Phrase de passe'), 'bouée carotte lampe verger tandem{Enter}');
    await screen.findByText('Odette Lemarinel');
  });
});

/**
 * A name on a screen without passing by the veil. What holds a name: `name` of a line of people,
 * a person or a twin, and `person` of a session's line.
 */
const RAW = [
  // {line.name}, {person.name}, {file.line.name} as text; `${line.name}` in a label; title={line.name}
  /[{(]\s*(?:[\w.]+\.)?(?:line|row|person|people\[\d+\]\??|twin|known|someone|beneficiary|adopted|attendee)\.name\s*[})]/,
  /\$\{[^}]*\b(?:line|person|twin|known|someone|beneficiary|attendee)\.(?:name|person)\b[^}]*\}/,
  /[{]\s*(?:\w+\.)*line\.person\s*[}]/,
  /label:\s*(?:line|person|twin|beneficiary)\.name/,
];
/** Where a name passes on without being shown. */
const PASSED = /veil\.name\(|shown\(|openFileName\(|PersonName|name\((?:line|person)\.name\)|key=|id: \w+\.id, name:|onPick\(|onChosen\(/;

describe('every name passes by the veil', () => {
  const root = join(import.meta.dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/\.test\.|generated|testing/.test(name),
  );
  it.each(files)('%s', (name) => {
    const raw = readFileSync(join(root, name), 'utf8')
      .split('\n')
      .map((text, at) => `${at + 1}: ${text.trim()}`)
      .filter((text) => RAW.some((rule) => rule.test(text)) && !PASSED.test(text));
    expect(raw, 'a person’s name shown as it is: use <PersonName>, useVeil().name, or openFileName for the open file').toEqual([]);
  });

  it('sees what it looks for', () => {
    for (const line of ['<strong>{line.name}</strong>', 'aria-label={`Ouvrir ${person.name}`}', '<b>{session.line.person}</b>', 'hits.push({ label: line.name })']) {
      expect(RAW.some((rule) => rule.test(line)), line).toBe(true);
    }
  });
});
