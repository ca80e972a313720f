import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { App } from './App';
import { createFakePlatform, failure, SAMPLE_DRAFT, type FakeOptions } from '../testing/fakePlatform';
import { expectAccessible, formReady, open } from '../testing/render';

const SCREENS: [name: string, hash: string, title: string, options: FakeOptions][] = [
  ['the day', '#/', 'Aujourd’hui', { drafts: [SAMPLE_DRAFT] }],
  ['an empty day', '#/', 'Aujourd’hui', { empty: true }],
  ['sessions', '#/seances', 'Séances', {}],
  ['no session', '#/seances', 'Séances', { empty: true }],
  ['people', '#/beneficiaires', 'Bénéficiaires', {}],
  ['nobody', '#/beneficiaires', 'Bénéficiaires', { empty: true }],
  ['a file', '#/beneficiaires/b-3', 'Nadia N’Guyen-Marais', {}],
  ['a person’s form', '#/beneficiaires/b-1/modifier', 'Modifier la fiche', {}],
  ['places', '#/lieux', 'Lieux', {}],
  ['no place', '#/lieux', 'Lieux', { empty: true }],
  ['a place', '#/lieux/place-2', 'Médiathèque de Portbail-sur-Mer', {}],
  ['a place’s form', '#/lieux/place-1/modifier', 'Modifier le lieu', {}],
  ['an import of places', '#/lieux/importer', 'Importer des lieux', {}],
  ['diagnostics', '#/territoire', 'Diagnostics de territoire', {}],
  ['no diagnostic', '#/territoire', 'Diagnostics de territoire', { empty: true }],
  ['a diagnostic', '#/territoire/study-1', 'Diagnostic de territoire', {}],
  ['a diagnostic’s form', '#/territoire/study-1/modifier', 'Modifier le diagnostic', {}],
  ['the exchange', '#/synchronisation', 'Synchronisation', { sync: { line: 'portal', clock_offset: 5400 } }],
  ['settings', '#/reglages', 'Réglages', {}],
];

describe('accessibility', () => {
  it.each(SCREENS)('%s', async (_, hash, title, options) => {
    await open(hash, options);
    await screen.findByRole('heading', { level: 1, name: title });
    await expectAccessible();
  });

  it.each(['#/seances/nouvelle', '#/seances/nouvelle?atelier'])('the form at %s', async (hash) => {
    const { user } = await open(hash);
    await formReady();
    await user.click(screen.getByRole('button', { name: /Matériel, étiquettes, notes/ }));
    await expectAccessible();
  });

  it('the form with its errors', async () => {
    const { user } = await open('#/seances/nouvelle', { bare: true });
    await formReady();
    await user.keyboard('{Control>}s{/Control}');
    await screen.findByText('Veuillez renseigner au moins une thématique');
    await expectAccessible();
  });

  it.each([
    ['locked', 'Escale'],
    ['recovery', 'Escale'],
    ['fresh', 'Enrôler cet ordinateur'],
  ] as const)('the door when %s', async (phase, title) => {
    await open('#/', { phase });
    await screen.findByRole('heading', { level: 1, name: title });
    await expectAccessible();
  });

  it('the list of shortcuts', async () => {
    const { user } = await open();
    await user.keyboard('?');
    await screen.findByRole('dialog', { name: 'Raccourcis du clavier' });
    await expectAccessible({ modal: true });
  });

  it('the line before it has anything to say', async () => {
    const platform = createFakePlatform();
    platform.hold('sync_state');
    render(<App platform={platform} />);
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
    const links = screen.getAllByRole('link', { name: 'Synchronisation' });
    expect(links.some((link) => link.className.includes('honest'))).toBe(true);
    await expectAccessible();
  });

  it('a screen whose answer failed says what to do', async () => {
    const { platform, user } = await open('#/');
    platform.failNext('session_page', failure('damaged'));
    await user.click(screen.getByRole('link', { name: 'Séances' }));
    expect((await screen.findByRole('alert')).textContent).toContain('Le fichier du carnet est abîmé.');
    await expectAccessible();
  });
});
