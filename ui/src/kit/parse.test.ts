/** The words for time, held to the table the Rust room is held to. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { minutesInWords } from './format';
import { parseDay, parseDuration } from './parse';

interface Table {
  today: string;
  durations: [typed: string, minutes: number | null][];
  days: [typed: string, iso: string | null][];
}

const TABLE = JSON.parse(readFileSync(join(import.meta.dirname, '../../../crates/domain/data/time-words.json'), 'utf8')) as Table;

describe('a duration', () => {
  it.each(TABLE.durations)('%s is %s', (typed, minutes) => expect(parseDuration(typed)).toBe(minutes));

  it('that is shown is read back', () => {
    for (let minutes = 1; minutes < 24 * 60; minutes += 1) expect(parseDuration(minutesInWords(minutes))).toBe(minutes);
  });
});

describe('a day', () => {
  it.each(TABLE.days)('%s is %s', (typed, iso) => expect(parseDay(typed, TABLE.today)).toBe(iso));

  it('crosses a month and a leap year', () => {
    expect(parseDay('hier', '2028-03-01')).toBe('2028-02-29');
    expect(parseDay('29/2', '2028-03-01')).toBe('2028-02-29');
  });
});
