/** A laptop that has just begun: what the server has is on its way, and she works. */
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { arrivingWords } from '../pieces/Arriving';
import { expectAccessible, open } from '../testing/render';

const spaces = (text: string | null) => (text ?? '').replace(/[\u00a0\u202f]/g, ' ');

describe('what is on its way', () => {
  it('says how far it is on the first screen, and goes when all is there', async () => {
    const { platform } = await open('#/', { sync: { line: 'online', arriving: { sessions: 1240, of: 5000, recent: false } } });
    const title = await screen.findByText('Vos données arrivent sur cet ordinateur');
    const notice = title.parentElement;
    expect(spaces(notice?.textContent ?? '')).toContain('1 240 séances sur 5 000.');
    expect(spaces(notice?.textContent ?? '')).toContain('Vous pouvez déjà travailler');
    const bar = within(notice as HTMLElement).getByRole('progressbar');
    expect([bar.getAttribute('value'), bar.getAttribute('max')]).toEqual(['1240', '5000']);
    await expectAccessible();
    platform.sync = { ...platform.sync, arriving: null };
    act(() => platform.emit({ kind: 'sync', state: platform.sync }));
    await waitFor(() => expect(screen.queryByText('Vos données arrivent sur cet ordinateur')).toBeNull());
  });

  it.each(['#/beneficiaires', '#/synchronisation'])('says it where one would look for a file (%s)', async (page) => {
    await open(page, { sync: { line: 'online', arriving: { sessions: 3, of: 40, recent: true } } });
    const title = await screen.findByText('Vos données arrivent sur cet ordinateur');
    expect(spaces(title.parentElement?.textContent ?? '')).toContain('les séances des douze derniers mois sont là');
    await expectAccessible();
  });

  it('never warns of a twin once everybody is there, nor counts what is not counted', () => {
    const words = (sessions: number, of: number, recent: boolean) => spaces(arrivingWords({ sessions, of, recent }).text);
    expect(words(0, 2, false)).toMatch(/^0 séance sur 2\. .*vérifiez avant de la créer/);
    expect(words(1, 2, true)).not.toContain('vérifiez');
    expect(words(0, 0, false)).not.toContain('sur');
  });
});
