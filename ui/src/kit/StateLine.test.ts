import { describe, expect, it } from 'vitest';

import type { LineState, SyncState } from '../platform';
import { stateWords } from './StateLine';

const NOW = new Date('2026-11-24T15:00:00+01:00');
const SENT: SyncState = {
  pending: 0,
  oldest_pending_at: null,
  not_durable: 0,
  line: 'online',
  busy: false,
  tries: 1,
  last_contact_at: '2026-11-24T14:02:00+01:00',
  last_sent_at: '2026-11-24T11:00:00+01:00',
  next_try_at: null,
  clock_offset: 0,
  conflicts: 0,
  waited_days: 0,
  locks_in_days: null,
  arriving: null,
  practice: false,
};
const WAITING: SyncState = { ...SENT, pending: 7, oldest_pending_at: '2026-11-24T10:00:00+01:00' };
const LINES: LineState[] = ['unknown', 'online', 'offline', 'portal', 'inspected', 'truncated', 'busy', 'refused', 'too_old'];

describe('the honest line', () => {
  it('says what the field says', () => {
    expect(stateWords(SENT, NOW).text).toBe('Tout est envoyé · 14:02');
    expect(stateWords({ ...WAITING, line: 'offline' }, NOW).text).toBe('Hors ligne · 7 à envoyer');
    expect(stateWords({ ...WAITING, pending: 12, line: 'unknown' }, NOW).text).toBe('Enregistré sur cet ordinateur · 12 à envoyer');
    expect(stateWords({ ...SENT, last_sent_at: null }, NOW).text).toBe('Rien à envoyer · vérifié 14:02');
  });

  it.each(LINES)('never says that all is sent while something waits (%s)', (line) => {
    for (const busy of [false, true]) {
      const words = stateWords({ ...WAITING, line, busy }, NOW);
      expect(words.text).toContain('7');
      expect(words.text).not.toMatch(/tout est envoyé|rien à envoyer/i);
      expect(words.tone).not.toBe('ok');
    }
  });

  it('never speaks of sending in the practice space', () => {
    for (const line of LINES) expect(stateWords({ ...WAITING, line, practice: true, conflicts: 2 }, NOW).text).toBe('Bac à sable · rien n’est envoyé');
  });

  it('is green only when the server answered and nothing waits', () => {
    const green = LINES.filter((line) => stateWords({ ...SENT, line }, NOW).tone === 'ok');
    expect(green).not.toContain('offline');
    expect(green).not.toContain('refused');
    expect(stateWords({ ...SENT, busy: true }, NOW).tone).not.toBe('ok');
  });

  it('warns when work has waited three days, and counts what is to check', () => {
    expect(stateWords({ ...WAITING, waited_days: 3 }, NOW).tone).toBe('warn');
    // A record dated years ago by a wrong clock alarms nobody: the notebook counts the days.
    expect(stateWords({ ...WAITING, oldest_pending_at: '1970-01-01T10:00:00+01:00', waited_days: 0 }, NOW).tone).toBe('quiet');
    expect(stateWords({ ...SENT, conflicts: 1 }, NOW)).toEqual({ tone: 'warn', text: 'Tout est envoyé · 14:02 · 1 à vérifier' });
  });
});
