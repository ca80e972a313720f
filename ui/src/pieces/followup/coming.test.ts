import { describe, expect, it } from 'vitest';

import { addMonths, parseComing } from './coming';

/** A Tuesday. */
const TODAY = '2026-11-24';

describe('a day to come', () => {
  it.each([
    ['demain', '2026-11-25'],
    ['lundi', '2026-11-30'],
    ['mardi', '2026-12-01'],
    ['mer', '2026-11-25'],
    ['dans 15 jours', '2026-12-09'],
    ['dans 2 semaines', '2026-12-08'],
    ['+ 3 j', '2026-11-27'],
    ['dans 3 mois', '2027-02-24'],
    ['dans 1 an', '2027-11-24'],
    ['3/2', '2027-02-03'],
    ['24/11', '2026-11-24'],
    ['1/12', '2026-12-01'],
    ['03022027', '2027-02-03'],
    ['03/02/2026', '2026-02-03'],
    ['2026-12-24', '2026-12-24'],
    ['bientôt', null],
    ['31/2', null],
    ['', null],
  ])('%s', (typed, day) => {
    expect(parseComing(typed, TODAY)).toBe(day);
  });

  it('adds months without running over the end of one', () => {
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-12-31', 1)).toBe('2027-01-31');
  });
});
