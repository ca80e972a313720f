import { describe, expect, it } from 'vitest';

import { parseDay, parseDuration } from './parse';

describe('a duration', () => {
  it.each([
    ['45', 45],
    ['45 min', 45],
    ['15mn', 15],
    ['1h', 60],
    ['1 h', 60],
    ['1h15', 75],
    ['1 h 05', 65],
    ['1\u00a0h\u00a030', 90],
    ['1:15', 75],
    ['1,5h', 90],
    ['2 heures', 120],
    ['2h30min', 150],
  ])('%s is %i minutes', (text, minutes) => expect(parseDuration(text)).toBe(minutes));

  it.each(['', '0', 'h', '1h75', 'une heure', '-5', '12345', '1h15h'])('%s is not one', (text) => expect(parseDuration(text)).toBeNull());
});

describe('a day', () => {
  const tuesday = '2026-11-24';
  it.each([
    ['24/11/2026', '2026-11-24'],
    ['3/2', '2026-02-03'],
    ['3/2/25', '2025-02-03'],
    ['03022025', '2025-02-03'],
    ['0302', '2026-02-03'],
    ['2026-02-03', '2026-02-03'],
    ['hier', '2026-11-23'],
    ['Avant-hier', '2026-11-22'],
    ['aujourd’hui', tuesday],
    ["aujourd'hui", tuesday],
    ['lun', '2026-11-23'],
    ['lundi', '2026-11-23'],
    ['mardi', '2026-11-17'],
    ['dim.', '2026-11-22'],
    // Not come yet this year: last year’s.
    ['25/12', '2025-12-25'],
    ['29/2', '2025-02-29'],
  ])('%s', (text, iso) => {
    const expected = iso === '2025-02-29' ? null : iso;
    expect(parseDay(text, tuesday)).toBe(expected);
  });

  it.each(['', '32/1', '31/2/2026', 'demi', 'lu', '1/1/1800', 'x'])('%s is not one', (text) => expect(parseDay(text, tuesday)).toBeNull());

  it('crosses a month and a leap year', () => {
    expect(parseDay('hier', '2028-03-01')).toBe('2028-02-29');
    expect(parseDay('29/2', '2028-03-01')).toBe('2028-02-29');
  });
});
