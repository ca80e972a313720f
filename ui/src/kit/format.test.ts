import { describe, expect, it } from 'vitest';

import { addDays, clock, clockInWords, count, dayInField, dayInWords, dayOf, minutesInWords, waitInWords, when } from './format';

describe('days and times as French screens write them', () => {
  it('says the day, and the year only when it is another', () => {
    expect(dayInWords('2026-11-24', '2026-11-24')).toBe('mardi 24 novembre');
    expect(dayInWords('2025-12-01', '2026-11-24')).toBe('lundi 1er décembre 2025');
    expect(dayInField('2026-02-03')).toBe('03/02/2026');
  });

  it('shows instants in Paris time, whatever the offset they came with', () => {
    expect(clock('2026-11-24T13:02:00Z')).toBe('14:02');
    expect(clock('2026-07-01T14:02:00+02:00')).toBe('14:02');
    expect(clockInWords('2026-11-24T14:02:00+01:00')).toBe('14\u00a0h\u00a002');
    expect(dayOf('2026-11-24T23:30:00Z')).toBe('2026-11-25');
  });

  it('shortens what is recent', () => {
    const now = new Date('2026-11-24T15:00:00+01:00');
    expect(when('2026-11-24T14:02:00+01:00', now)).toBe('14:02');
    expect(when('2026-11-23T18:04:00+01:00', now)).toBe('hier 18:04');
    expect(when('2026-11-21T18:04:00+01:00', now)).toBe('21/11/2026 18:04');
  });

  it('crosses the change of hour without losing a day', () => {
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
    expect(addDays('2026-03-30', -1)).toBe('2026-03-29');
  });

  it('counts in French', () => {
    expect(count(0, 'séance')).toBe('0\u00a0séance');
    expect(count(1, 'séance')).toBe('1\u00a0séance');
    expect(count(12430, 'séance')).toBe('12\u202f430\u00a0séances');
    expect(minutesInWords(30)).toBe('30\u00a0min');
    expect(minutesInWords(60)).toBe('1\u00a0h');
    expect(minutesInWords(65)).toBe('1\u00a0h\u00a005');
    expect(waitInWords(40)).toBe('40\u00a0secondes');
    expect(waitInWords(200)).toBe('4\u00a0minutes');
  });
});
