/** A hurried person: the palette's script is still on its way when the first letters come. */
import { act, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';

import { open } from '../testing/render';

const script = vi.hoisted(() => {
  let arrive: () => void = () => undefined;
  const arrived = new Promise<void>((done) => {
    arrive = done;
  });
  return { arrived, arrive: () => arrive() };
});

vi.mock('./Palette', async (original) => {
  await script.arrived;
  return original();
});

it('letters typed before the palette is there are in its field, and nowhere else', async () => {
  const { user } = await open('#/seances/nouvelle');
  await user.keyboard('{Control>}k{/Control}');
  await user.keyboard('nadxi{Backspace}{Backspace}i');
  expect(screen.queryByRole('dialog')).toBeNull();
  act(() => script.arrive());
  const field = await screen.findByRole('combobox', { name: /^Rechercher/ });
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect((field as HTMLInputElement).value).toBe('nadi');
  await user.keyboard('a{Enter}');
  await screen.findByRole('heading', { level: 1, name: 'Nadia N’Guyen-Marais' });
});
