/** A file goes to a colleague, or comes from one; at the keyboard. */
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';

import { failure } from '../testing/fakePlatform';
import { expectAccessible, open } from '../testing/render';

/** What was read aloud of a button, which the library points at after it went away. */
const forgetSaid = () => document.querySelectorAll('[data-live-announcer] [role="img"]').forEach((said) => said.remove());
afterEach(forgetSaid);

async function press(user: UserEvent, element: HTMLElement) {
  for (let n = 0; n < 80 && document.activeElement !== element; n += 1) await user.tab();
  expect(document.activeElement).toBe(element);
  await user.keyboard('{Enter}');
}

describe('a file to hand over', () => {
  it('says what goes and what stays, waits for the line, and can be called off', async () => {
    const { platform, user } = await open('#/beneficiaires/b-1');
    await press(user, await screen.findByRole('button', { name: /Transmettre à un·e collègue/ }));
    const dialog = await screen.findByRole('dialog', { name: /Transmettre à un·e collègue/ });
    expect(within(dialog).getByText(/2.objectifs, 1.orientation/)).toBeTruthy();
    expect(within(dialog).getByText(/Personne transmise/)).toBeTruthy();
    await expectAccessible({ modal: true });
    // Nobody chosen: told under the field.
    await press(user, within(dialog).getByRole('button', { name: /Transmettre la fiche/ }));
    await screen.findByText('Veuillez choisir à qui transmettre la fiche');
    await user.selectOptions(within(dialog).getByLabelText(/^À qui/), 'Karim Benali');
    await user.type(within(dialog).getByLabelText(/Un mot/), 'Le matin.');
    await press(user, within(dialog).getByRole('button', { name: /Transmettre la fiche/ }));
    await waitFor(() => expect(platform.callsOf('handover_ask').at(-1)).toEqual({ id: 'b-1', form: { receiver: 'a-2', message: 'Le matin.' } }));
    await screen.findByText(/Transmission demandée à Karim Benali/);
    await screen.findByText(/partira à la prochaine connexion/);
    expect(screen.queryByRole('button', { name: /Transmettre à un·e collègue/ })).toBeNull();
    forgetSaid();
    await expectAccessible();
    await press(user, screen.getByRole('button', { name: 'Annuler la transmission' }));
    await screen.findByRole('button', { name: /Transmettre à un·e collègue/ });
    expect(screen.queryByText(/Transmission demandée/)).toBeNull();
  });

  it('cannot be called off once it leaves, and says when it could not leave', async () => {
    const asked = async (reach: 'leaving' | 'refused') => {
      const opened = await open('#/beneficiaires/b-1', { handover: { reach } });
      await press(opened.user, await screen.findByRole('button', { name: /Transmettre à un·e collègue/ }));
      await opened.user.selectOptions(await screen.findByLabelText(/^À qui/), 'Karim Benali');
      await press(opened.user, screen.getByRole('button', { name: /Transmettre la fiche/ }));
    };
    await asked('leaving');
    await screen.findByText(/en train de partir/);
    expect(screen.queryByRole('button', { name: 'Annuler la transmission' })).toBeNull();
    cleanup();
    await asked('refused');
    await screen.findByText(/Transmission impossible à Karim Benali/);
    expect(screen.getByText(/rien n’est perdu/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Annuler la transmission' })).toBeTruthy();
  });

  it('says so when nobody is known, and when the disk refuses', async () => {
    const alone = await open('#/beneficiaires/b-1', { handover: { alone: true } });
    await press(alone.user, await screen.findByRole('button', { name: /Transmettre à un·e collègue/ }));
    await screen.findByText(/Aucun·e collègue n’est connu·e/);
    await expectAccessible({ modal: true });
    cleanup();
    const { platform, user } = await open('#/beneficiaires/b-1');
    await press(user, await screen.findByRole('button', { name: /Transmettre à un·e collègue/ }));
    await user.selectOptions(await screen.findByLabelText(/^À qui/), 'Karim Benali');
    platform.failNext('handover_ask', failure('disk_full'));
    await press(user, screen.getByRole('button', { name: /Transmettre la fiche/ }));
    await screen.findByText(/disque/i);
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('leaves the screen that shows it, too', async () => {
    const { platform } = await open('#/beneficiaires/b-1');
    await screen.findByText('odette@example.org');
    platform.failNext('beneficiary_get', failure('not_found'));
    platform.emit({ kind: 'changed', tags: ['beneficiaries'] });
    await waitFor(() => expect(screen.queryByText('odette@example.org')).toBeNull());
  });

  it('is said to be gone when it is', async () => {
    await open('#/beneficiaires/b-gone');
    await screen.findByText(/Cette fiche a été transmise à Karim Benali/);
    expect(screen.getByText(/12.séances/)).toBeTruthy();
    await expectAccessible();
  });
});

describe('a file received', () => {
  it('is announced on the first screen and in the list, until it is seen', async () => {
    const { platform, user } = await open('#/', { handover: { received: true } });
    await screen.findByRole('heading', { name: 'Une fiche vous a été transmise' });
    expect(screen.getByText(/par Karim Benali/)).toBeTruthy();
    await expectAccessible();
    await press(user, screen.getByRole('link', { name: /Ouvrir la fiche/ }));
    await screen.findByText(/Fiche transmise par Karim Benali/);
    expect(screen.getByText(/Avant vous.: 12.séances/)).toBeTruthy();
    window.location.hash = '#/beneficiaires';
    await screen.findByRole('heading', { name: 'Une fiche vous a été transmise' });
    await press(user, screen.getByRole('button', { name: /C’est vu/ }));
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Une fiche vous a été transmise' })).toBeNull());
    expect(platform.callsOf('handover_notice')).toEqual([{ id: 'b-1' }]);
  });
});
