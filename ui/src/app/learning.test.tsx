/** Learning the program: the tour, the practice space, the help. */
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { failure, PASSPHRASE } from '../testing/fakePlatform';
import { expectAccessible, formReady, open } from '../testing/render';

const NEW = { settings: { tour_seen: false } };

describe('the tour', () => {
  it('is three steps at the keyboard, and never again', async () => {
    const { platform, user } = await open('#/', NEW);
    const tour = await screen.findByRole('region', { name: 'Visite guidée' });
    await expectAccessible();
    for (const step of ['2 sur 3', '3 sur 3']) {
      screen.getByRole('button', { name: 'Suivant' }).focus();
      await user.keyboard('{Enter}');
      expect(tour.textContent).toContain(step);
      expect(document.activeElement?.tagName).toBe('H2');
    }
    screen.getByRole('button', { name: 'J’ai compris' }).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Visite guidée' })).toBeNull());
    expect(platform.callsOf('settings_set')).toHaveLength(1);
    expect(platform.callsOf('settings_set')[0]).toMatchObject({ tour_seen: true });
  });

  it('is skipped in one press, and stands in no way meanwhile', async () => {
    const { platform, user } = await open('#/', NEW);
    await screen.findByRole('region', { name: 'Visite guidée' });
    await user.keyboard('{Control>}n{/Control}');
    await formReady();
    expect(screen.queryByRole('region', { name: 'Visite guidée' })).toBeNull();
    await user.click(screen.getByRole('link', { name: 'Aujourd’hui' }));
    await user.click(await screen.findByRole('button', { name: 'Passer la visite' }));
    await waitFor(() => expect(platform.callsOf('settings_set')[0]).toMatchObject({ tour_seen: true }));
  });

  it('comes back when asked for', async () => {
    const { user } = await open('#/reglages');
    await user.click(await screen.findByRole('button', { name: 'Refaire la visite guidée' }));
    await screen.findByRole('region', { name: 'Visite guidée' });
  });
});

describe('the practice space', () => {
  it('is offered to who has no code yet, and leads back to the code', async () => {
    const { user } = await open('#/', { phase: 'fresh' });
    const enter = await screen.findByRole('button', { name: 'Essayer dans le bac à sable' });
    await expectAccessible();
    enter.focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('region', { name: 'Bac à sable' });
    await user.click(screen.getByRole('link', { name: 'Bénéficiaires' }));
    await screen.findByRole('heading', { level: 1, name: 'Bénéficiaires' });
    screen.getByRole('button', { name: 'Quitter le bac à sable' }).focus();
    await user.keyboard('{Enter}');
    await screen.findByRole('heading', { level: 1, name: 'Enrôler cet ordinateur' });
    expect(window.location.hash).toBe('#/');
    // Locking leaves it as well: there is nothing to unlock.
    await user.click(screen.getByRole('button', { name: 'Essayer dans le bac à sable' }));
    await screen.findByRole('region', { name: 'Bac à sable' });
    await user.keyboard('{Control>}l{/Control}');
    await screen.findByRole('heading', { level: 1, name: 'Enrôler cet ordinateur' });
  });

  it('is entered from the settings, says so on every screen, and is left for the lock screen', async () => {
    const { platform, user } = await open('#/reglages');
    await user.click(await screen.findByRole('button', { name: 'Entrer dans le bac à sable' }));
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
    for (const room of ['Séances', 'Bénéficiaires', 'Synchronisation', 'Réglages', 'Aide', 'Aujourd’hui']) {
      await user.click(screen.getByRole('link', { name: room }));
      await screen.findByRole('heading', { level: 1, name: room });
      expect(screen.getByRole('region', { name: 'Bac à sable' }).textContent).toContain('rien n’est gardé ni envoyé');
    }
    await expectAccessible();
    await user.click(screen.getByRole('link', { name: 'Synchronisation' }));
    await screen.findByText(/^Dans le bac à sable, rien n’est envoyé/);
    expect(screen.queryByRole('button', { name: /^Envoyer/ })).toBeNull();
    await user.click(screen.getByRole('link', { name: 'Réglages' }));
    await screen.findByText(/^Vous êtes dans le bac à sable/);
    expect(screen.queryByLabelText(/code rapide/i)).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Quitter le bac à sable' }));
    await screen.findByLabelText('Phrase de passe');
    expect(screen.queryByRole('region', { name: 'Bac à sable' })).toBeNull();
    expect(platform.callsOf('practice_leave')).toHaveLength(1);
    expect(platform.callsOf('sync_now')).toHaveLength(0);
  });

  it('asks the notebook again for everything: nothing shown before stays', async () => {
    const { platform, user } = await open('#/beneficiaires');
    await screen.findByText('Odette Lemarinel');
    const asked = platform.callsOf('beneficiary_page').length;
    await user.click(screen.getByRole('link', { name: 'Réglages' }));
    await user.click(await screen.findByRole('button', { name: 'Entrer dans le bac à sable' }));
    await screen.findByRole('region', { name: 'Bac à sable' });
    await user.click(screen.getByRole('link', { name: 'Bénéficiaires' }));
    await screen.findByText('Odette Lemarinel');
    expect(platform.callsOf('beneficiary_page').length).toBeGreaterThan(asked);
  });

  it('is entered from the lock screen, and what fails there is said', async () => {
    const { platform, user } = await open('#/', { phase: 'locked' });
    platform.failNext('practice_enter', failure('disk_full'));
    const enter = screen.getByRole('button', { name: 'Essayer dans le bac à sable' });
    await user.click(enter);
    await screen.findByRole('alert');
    await user.click(enter);
    await screen.findByRole('region', { name: 'Bac à sable' });
    await user.keyboard('{Control>}l{/Control}');
    await user.type(await screen.findByLabelText('Phrase de passe'), `${PASSPHRASE}{Enter}`);
    await screen.findByRole('heading', { level: 1, name: 'Aujourd’hui' });
    expect(screen.queryByRole('region', { name: 'Bac à sable' })).toBeNull();
  });
});

describe('the help', () => {
  it('opens with F1, is searched and read at the keyboard', async () => {
    const { user } = await open('#/seances');
    await user.keyboard('{F1}');
    await screen.findByRole('heading', { level: 1, name: 'Aide' });
    const field = screen.getByRole('searchbox', { name: 'Chercher dans l’aide' });
    expect(document.activeElement).toBe(field);
    await expectAccessible();
    await user.keyboard('portail');
    await user.click(await screen.findByRole('link', { name: /^Travailler sans réseau/ }));
    await screen.findByRole('heading', { level: 1, name: 'Travailler sans réseau' });
    expect(screen.getByRole('heading', { level: 2, name: 'Le Wi-Fi de la mairie' })).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole('link', { name: 'Toute l’aide' }));
    await screen.findByRole('heading', { level: 1, name: 'Aide' });
  });

  it('says when no page speaks of it', async () => {
    const { user } = await open('#/aide');
    await user.type(await screen.findByRole('searchbox', { name: 'Chercher dans l’aide' }), 'xylophone');
    await screen.findByText('Aucune page n’en parle.');
    await expectAccessible();
    await user.click(screen.getByRole('button', { name: 'Voir toutes les pages' }));
    await screen.findByRole('link', { name: 'Le premier jour' });
  });
});
