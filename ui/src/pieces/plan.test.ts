/** Days to come as people write them, hours and seats as they are read. */
import { describe, expect, it } from 'vitest';

import type { WorkshopLine } from '../platform';
import { hoursShown, labelOfPlanDraft, mondayOf, parsePlannedDay, readPlanDraft, seatsInWords, stateInWords } from './plan';
import { parsePlanning, planningHref, type PlanningRoute } from './planningRoutes';

const TODAY = '2026-11-24'; // a Tuesday

describe('a day to come', () => {
  it.each([
    ['aujourd’hui', '2026-11-24'],
    ['demain', '2026-11-25'],
    ['après-demain', '2026-11-26'],
    ['jeudi', '2026-11-26'],
    ['mardi', '2026-11-24'],
    ['mardi prochain', '2026-12-01'],
    ['lun', '2026-11-30'],
    ['3/12', '2026-12-03'],
    ['24/11', '2026-11-24'],
    ['23/11', '2027-11-23'],
    ['2/1', '2027-01-02'],
    ['29/2', null],
    ['3/2/2028', '2028-02-03'],
    ['20/11/2026', '2026-11-20'],
    ['hier', '2026-11-23'],
    ['un jour', null],
    ['', null],
  ])('« %s »', (typed, day) => {
    expect(parsePlannedDay(typed, TODAY)).toBe(day);
  });

  it('belongs to a week that begins on Monday', () => {
    expect(mondayOf('2026-11-24')).toBe('2026-11-23');
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(mondayOf('2026-11-23')).toBe('2026-11-23');
  });
});

describe('words', () => {
  const line: WorkshopLine = {
    id: 'w', date: TODAY, starts: '09:00', ends: '11:30', place: null, place_name: null, title: 'Photos', level: null,
    capacity: 8, registered: 1, waiting: 0, session: null,
  };

  it('say hours, seats and where a workshop stands', () => {
    expect(hoursShown('09:00', '12:30')).toBe('9:00–12:30');
    expect(seatsInWords(line)).toBe('1\u00a0inscrit sur 8');
    expect(seatsInWords({ ...line, registered: 8, waiting: 2 })).toBe('8\u00a0inscrits sur 8 · 2\u00a0en attente');
    expect(seatsInWords({ ...line, capacity: null })).toBe('1\u00a0inscrit');
    expect(stateInWords(line, TODAY)).toBe('');
    expect(stateInWords(line, '2026-11-25')).toBe('séance à noter');
    expect(stateInWords({ ...line, session: 's' }, TODAY)).toBe('séance notée');
  });

  it('name a draft, however partial its body', () => {
    expect(labelOfPlanDraft('workshop', { form: { title: 'Photos', date: TODAY } })).toBe('Atelier prévu · Photos · mardi 24 novembre 2026');
    expect(labelOfPlanDraft('stop', { form: { date: null }, place_name: 'Mairie' })).toBe('Permanence · Mairie');
    expect(labelOfPlanDraft('outline', null)).toBe('Trame');
    expect(readPlanDraft({ a: 1, b: 2 }, { form: { b: 3, c: 4 }, version: 7 })).toEqual({ form: { a: 1, b: 3 }, place_name: null, version: null });
  });
});

describe('addresses', () => {
  const ROUTES: PlanningRoute[] = [
    { name: 'planning' },
    { name: 'stop_new', day: TODAY, draft: 'd-1' },
    { name: 'stop', id: 'x', draft: 'd-1' },
    { name: 'workshop_new', copy: 'w-1' },
    { name: 'workshop_new', day: TODAY, outline: 'o-1', draft: 'd' },
    { name: 'workshop', id: 'w-1' },
    { name: 'workshop_edit', id: 'w-1', draft: 'd' },
    { name: 'outlines' },
    { name: 'outline_new' },
    { name: 'outline', id: 'o-1' },
  ];

  it.each(ROUTES)('$name comes back', (route) => {
    const [path = '', search = ''] = planningHref(route).replace(/^#\//, '').split('?');
    expect(parsePlanning(path.split('/').slice(1), new URLSearchParams(search))).toEqual(route);
  });

  it('that mean nothing lead to the week', () => {
    expect(parsePlanning(['ateliers', 'a b'], new URLSearchParams())).toEqual({ name: 'planning' });
    expect(parsePlanning(['permanences'], new URLSearchParams())).toEqual({ name: 'planning' });
  });
});
