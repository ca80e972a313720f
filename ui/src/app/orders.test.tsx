/** A held notebook, an erased one, the rescue parcel, what was set aside: by the keyboard. */
import { cleanup, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { ASIDES, HOLDS } from '../testing/fakeOrders';
import { failure } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

describe('a notebook that is held', () => {
  it('says who locked it, why, what is kept and what to do, and shows nothing of it', async () => {
    const { platform, user } = await open('#/', { phase: 'held', hold: 'locked' });
    await screen.findByRole('heading', { name: 'Cet ordinateur a été verrouillé par Dominique Exemple' });
    expect(screen.getByText(/Portable égaré dans le bus/)).toBeTruthy();
    expect(screen.getByText('Vos saisies sont gardées.')).toBeTruthy();
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(platform.calls.map((call) => call.name)).not.toContain('today');
    await expectAccessible();
    // The first key reaches the server.
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Joindre le serveur'));
    await user.keyboard('{Enter}');
    await screen.findByText(/Le serveur n’a pas pu être joint/);
    await user.tab();
    await user.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Déverrouiller' });
  });

  it.each([
    ['draining', /envoyé, puis sera effacé, à la demande de Dominique Exemple/, /qu’une fois que le serveur a tout reçu/],
    ['silent', /attend d’avoir joint le serveur/, /Après 45\sjours sans contact/],
  ] as const)('says what is done when %s', async (hold, title, text) => {
    await open('#/', { phase: 'held', hold });
    await screen.findByRole('heading', { name: title });
    expect(screen.getByText(text)).toBeTruthy();
    await expectAccessible();
  });

  it('opens by itself when the order is lifted', async () => {
    const { platform } = await open('#/', { phase: 'held' });
    await screen.findByRole('heading', { name: /verrouillé par/ });
    platform.state = { ...platform.state, phase: 'unlocked', hold: null, adviser: { id: 'a-1', name: 'Camille Roux', team: 'Équipe', device: 'Portable' } };
    platform.emit({ kind: 'changed', tags: ['access'] });
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
  });

  it('gives what waits as a parcel, and says when nothing waits or the disk refuses', async () => {
    const { platform, user } = await open('#/', { phase: 'held' });
    const button = await screen.findByRole('button', { name: /Enregistrer un colis de secours/ });
    platform.failNext('parcel_make', failure('disk_full'));
    button.focus();
    await user.keyboard('{Enter}');
    await screen.findByText(/disque de cet ordinateur est plein/);
    await user.click(screen.getByRole('button', { name: /Enregistrer un colis de secours/ }));
    await screen.findByText(/Le colis est enregistré/);
    expect(platform.saved.map((file) => file.name)).toEqual([expect.stringMatching(/^escale-[0-9-]+\.escale-colis$/)]);
    expect(HOLDS.locked.pending).toBeGreaterThan(0);
    platform.sync = { ...platform.sync, pending: 0 };
    await user.click(screen.getByRole('button', { name: /Enregistrer un colis de secours/ }));
    await screen.findByText(/Rien n’attend d’être envoyé/);
  });
});

describe('a notebook that was erased', () => {
  it('says what was done, and leads to the enrolment', async () => {
    const { user } = await open('#/', { phase: 'wiped' });
    await screen.findByRole('heading', { name: 'Le carnet de cet ordinateur a été effacé' });
    expect(screen.getByText(/Dominique Exemple l’a demandé/)).toBeTruthy();
    expect(screen.getByText(/La clé du carnet a été détruite d’abord/)).toBeTruthy();
    await expectAccessible();
    await waitFor(() => expect(document.activeElement?.textContent).toContain('Enrôler'));
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Enrôler cet ordinateur' });
  });
});

describe('what waits for too long', () => {
  it('is said after three days, insisted upon after seven, with the parcel, and not before', async () => {
    await open('#/', { sync: { waited_days: 2 } });
    await screen.findByText('Noté aujourd’hui');
    expect(screen.queryByText(/attendent d’être envoyés/)).toBeNull();
    cleanup();
    await open('#/', { sync: { waited_days: 3 } });
    await screen.findByText(/attendent d’être envoyés depuis 3\sjours/);
    expect(screen.getByText(/Au prochain réseau/)).toBeTruthy();
    expect(screen.getByRole('button', { name: /Enregistrer un colis de secours/ })).toBeTruthy();
    await expectAccessible();
    cleanup();
    await open('#/synchronisation', { sync: { waited_days: 8 } });
    await screen.findByText(/depuis 8\sjours/);
    expect(screen.getByText(/dès aujourd’hui/)).toBeTruthy();
    // Offered once.
    expect(screen.getAllByRole('button', { name: /Enregistrer un colis de secours/ })).toHaveLength(1);
    cleanup();
    await open('#/', { sync: { waited_days: 9, pending: 0 } });
    await screen.findByText('Noté aujourd’hui');
    expect(screen.queryByText(/d’être envoyé/)).toBeNull();
  });

  it('announces the lock in its last days', async () => {
    await open('#/', { sync: { locks_in_days: 4 } });
    await screen.findByText(/n’a pas joint le serveur depuis longtemps/);
    expect(screen.getByText(/Dans 4\sjours sans contact/)).toBeTruthy();
  });
});

describe('what the server set aside', () => {
  it('is told in words, with what will happen', async () => {
    await open('#/synchronisation', { asides: [...ASIDES] });
    await screen.findByRole('heading', { name: 'Mis de côté par le serveur' });
    expect(screen.getByText(/Vous n’avez plus le droit d’écrire à cet endroit\. Le serveur le garde à part/)).toBeTruthy();
    expect(screen.getByText(/Déjà suivie ailleurs/)).toBeTruthy();
    await expectAccessible();
  });

  it('has no place on the screen when there is nothing', async () => {
    await open('#/synchronisation', { empty: true });
    await screen.findByRole('heading', { name: 'Ce qui attend' });
    expect(screen.queryByText('Mis de côté par le serveur')).toBeNull();
    expect(screen.queryByRole('button', { name: /colis/ })).toBeNull();
  });
});
