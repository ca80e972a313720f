/** Invented values that two laptops wrote at once, for the in-memory notebook. */
import type { Conflict, ConflictAsk, ConflictChoose } from '../platform';

const HERE = '2026-11-23T17:20:00+01:00';
const THERE = '2026-11-23T18:04:00+01:00';

/** A phone and a note of one person. */
export const DISPUTES: readonly Conflict[] = [
  {
    table: 'beneficiary',
    id: 'b-3',
    field: 'phone',
    both: false,
    values: [
      { write: 'bus:41', words: '06 39 98 11 11', here: true, at: HERE, shown: false },
      { write: 'secours:9', words: '06 39 98 22 22', here: false, at: THERE, shown: true },
    ],
  },
  {
    table: 'beneficiary',
    id: 'b-3',
    field: 'notes',
    both: true,
    values: [
      { write: 'bus:42', words: 'Préfère être appelée le matin, avant neuf heures, sur le fixe.', here: true, at: HERE, shown: false },
      { write: 'secours:10', words: 'Vient avec sa fille.', here: false, at: THERE, shown: true },
    ],
  },
];

/** The notes of one session, emptied on the other laptop, and where its person was sent. */
export const SESSION_DISPUTES: readonly Conflict[] = [
  {
    table: 'session',
    id: 's-3',
    field: 'notes',
    both: true,
    values: [
      { write: 'bus:50', words: 'Apporter la facture.', here: true, at: HERE, shown: false },
      { write: 'secours:12', words: '', here: false, at: THERE, shown: true },
    ],
  },
  {
    table: 'outcome',
    id: 'o-3',
    field: 'oriented',
    both: false,
    values: [
      { write: 'bus:51', words: 'Oui', here: true, at: HERE, shown: false },
      { write: 'secours:13', words: 'Non', here: false, at: THERE, shown: true },
    ],
  },
];

export interface Disputes {
  of: (ask: ConflictAsk) => Conflict[];
  /** Whether the value to keep still stood. */
  choose: (choice: ConflictChoose) => boolean;
  /** What a field shows: chosen, or on display meanwhile; absent when it was never disputed. */
  words: (table: string, id: string, field: string) => string | undefined;
  /** Changes with each choice. */
  version: () => string;
}

export function createDisputes(start: readonly Conflict[]): Disputes {
  let open = [...start];
  const chosen = new Map<string, string>();
  const is = (a: ConflictAsk & { field: string }) => (b: Conflict) => a.table === b.table && a.id === b.id && a.field === b.field;
  return {
    of: ({ table, id }) => open.filter((c) => (c.table === table && c.id === id) || (table === 'session' && c.table === 'outcome' && c.id === id.replace('s-', 'o-'))),
    choose: (choice) => {
      const conflict = open.find(is(choice));
      const kept = conflict?.values.filter(({ write }) => choice.keep === null || write === choice.keep) ?? [];
      if (kept.length === 0 || (choice.keep === null && conflict?.both !== true)) return false;
      open = open.filter((c) => c !== conflict);
      chosen.set(`${choice.table} ${choice.id} ${choice.field}`, kept.map(({ words }) => words).filter(Boolean).join('\n\n'));
      return true;
    },
    words: (table, id, field) => chosen.get(`${table} ${id} ${field}`) ?? open.find(is({ table, id, field }))?.values.find(({ shown }) => shown)?.words,
    version: () => `v${1 + chosen.size}`,
  };
}
