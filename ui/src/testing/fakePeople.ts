/** The part of the in-memory notebook about people: twins, joined files, history, several at once. */
import {
  CommandFailure,
  WARNINGS,
  type BeneficiaryForm,
  type BeneficiaryLine,
  type Change,
  type CommandName,
  type Duplicate,
  type Failure,
  type History,
  type MergedFile,
  type MergePreview,
  type Request,
  type Response,
  type SessionLine,
  type TextWarning,
} from '../platform';

export type PeopleCommand =
  | 'beneficiary_twins'
  | 'beneficiary_timeline'
  | 'beneficiary_found'
  | 'beneficiary_summary'
  | 'beneficiary_delete'
  | 'beneficiary_restore'
  | 'beneficiary_duplicates'
  | 'beneficiary_tell_apart'
  | 'beneficiary_tell_together'
  | 'beneficiary_merge_preview'
  | 'beneficiary_merge'
  | 'beneficiary_merge_take'
  | 'beneficiary_part'
  | 'text_check'
  | 'history_get'
  | 'history_restore';

export type Handlers<K extends CommandName> = { [N in K]: (args: Request<N>) => Response<N> };

export interface PeopleState {
  people: BeneficiaryLine[];
  sessions: () => SessionLine[];
  form: (id: string) => BeneficiaryForm;
  unknown: () => never;
}

export const TWIN: BeneficiaryLine = {
  id: 'b-9',
  name: 'Odette Le Marinel',
  birth_year: 1948,
  commune: null,
  phone: '06 39 98 77 01',
  sessions: 1,
  last_session: '2026-11-03',
  conflict: false,
};

const AT = '2026-11-10T09:12:00+01:00';

const change = (write: string, at: string, more: Partial<Change>): Change => ({ write, at, author: 'Camille Roux', here: true, kind: 'changed', fields: [], ...more });

export const CHANGES: Change[] = [
  change('secours:7', '2026-11-18T16:40:00+01:00', {
    author: null,
    here: false,
    fields: [
      { field: 'phone', before: '06 39 98 00 01', after: '02 61 91 00 12', stands: true, restorable: false },
      { field: 'status', before: 'Sans emploi', after: 'Retraité', stands: true, restorable: false },
    ],
  }),
  change('bus:4', AT, {
    kind: 'created',
    fields: [
      { field: 'first_name', before: '', after: 'Odette', stands: true, restorable: false },
      { field: 'phone', before: '', after: '06 39 98 00 01', stands: false, restorable: true },
      { field: 'status', before: '', after: 'Sans emploi', stands: false, restorable: true },
    ],
  }),
];

const compact = (text: string) => text.normalize('NFD').replace(/[^\p{L}]/gu, '').toLowerCase();

export function createPeople({ people, sessions, form, unknown }: PeopleState): { handlers: Handlers<PeopleCommand>; mergedInto: (id: string) => MergedFile[]; living: (id: string) => string } {
  const apart = new Set<string>();
  const joined = new Map<string, { line: BeneficiaryLine; target: string }>();
  let removed: BeneficiaryLine[] = [];
  let changes = CHANGES;
  const key = (a: string, b: string) => [a, b].sort().join(' ');
  const find = (id: string) => people.find((line) => line.id === id) ?? unknown();
  const drop = (id: string) => {
    const at = people.findIndex((line) => line.id === id);
    if (at >= 0) people.splice(at, 1);
  };
  const alike = (a: BeneficiaryLine, b: BeneficiaryLine) => a.id !== b.id && compact(a.name) === compact(b.name) && !apart.has(key(a.id, b.id));
  const pairs = (): Duplicate[] =>
    people.flatMap((first, at) => people.slice(at + 1).filter((second) => alike(first, second)).map((second): Duplicate => ({ first, second, same: ['last_name', 'first_name'], different: ['phone'] })));

  const handlers: Handlers<PeopleCommand> = {
    beneficiary_twins: ({ form: typed, except }) =>
      people.filter((line) => line.id !== except && compact(line.name) === compact(`${typed.first_name} ${typed.last_name}`) && !(except !== null && apart.has(key(line.id, except)))),
    beneficiary_timeline: ({ id, offset, limit }) => {
      find(id);
      const rows = [
        ...changes.map((one) => ({ day: one.at.slice(0, 10), session: null, change: one.kind === 'created' ? { ...one, fields: [] } : one })),
        ...sessions()
          .slice(1, 2)
          .map((session) => ({ day: session.date, session, change: null })),
      ].sort((a, b) => b.day.localeCompare(a.day));
      return { total: rows.length, rows: rows.slice(offset, offset + limit) };
    },
    beneficiary_found: () => ({ ids: people.map((line) => line.id) }),
    beneficiary_summary: ({ ids }) => {
      const chosen = people.filter((line) => ids.includes(line.id));
      return { people: chosen.length, sessions: chosen.reduce((sum, line) => sum + line.sessions, 0) };
    },
    beneficiary_delete: ({ ids }) => {
      removed = people.filter((line) => ids.includes(line.id));
      removed.forEach((line) => drop(line.id));
      return { ids: removed.map((line) => line.id) };
    },
    beneficiary_restore: ({ ids }) => {
      people.push(...removed.filter((line) => ids.includes(line.id)));
      return null;
    },
    beneficiary_duplicates: ({ offset, limit }) => ({ total: pairs().length, rows: pairs().slice(offset, offset + limit) }),
    beneficiary_tell_apart: ({ first, second }) => {
      apart.add(key(first, second));
      return null;
    },
    beneficiary_tell_together: ({ first, second }) => {
      apart.delete(key(first, second));
      return null;
    },
    beneficiary_merge_preview: ({ source, target }): MergePreview => {
      const [a, b] = [find(source), find(target)];
      return {
        source: a,
        target: b,
        fields: [
          { field: 'first_name', source: 'Odette', target: 'Odette', choice: 'target', both: false },
          { field: 'last_name', source: a.name.split(' ').slice(1).join(' '), target: b.name.split(' ').slice(1).join(' '), choice: 'target', both: false },
          { field: 'phone', source: a.phone ?? '', target: b.phone ?? '', choice: 'target', both: false },
          { field: 'email', source: '', target: form(target).email, choice: 'target', both: false },
          { field: 'commune', source: a.commune ?? '', target: b.commune ?? '', choice: b.commune ? 'target' : 'source', both: false },
          { field: 'notes', source: 'Vient avec sa fille.', target: 'Préfère le matin.', choice: 'both', both: true },
        ],
        shared: 1,
        sessions: a.sessions + b.sessions - 1,
        source_version: `v-${source}`,
        target_version: `v-${target}`,
      };
    },
    beneficiary_merge: ({ source, target }) => {
      joined.set(source, { line: find(source), target: find(target).id });
      drop(source);
      return { id: target };
    },
    beneficiary_merge_take: () => null,
    beneficiary_part: ({ id }) => {
      const one = joined.get(id) ?? unknown();
      joined.delete(id);
      people.push(one.line);
      return { id };
    },
    text_check: ({ text }): TextWarning[] => {
      // The guard's rules are the program's own, tested there: two shapes are enough to draw a warning.
      const kind = /\b[1-8](?: ?\d){14}\b/.test(text) ? 'social_security_number' : /cancer|diabète/i.test(text) ? 'health' : null;
      return kind === null ? [] : [{ kind, message: WARNINGS[kind] }];
    },
    history_get: (): History => ({ changes, version: 'v1' }),
    history_restore: ({ field, write }) => {
      const from = changes.find((one) => one.write === write)?.fields.find((one) => one.field === field);
      if (!from) throw new CommandFailure({ code: 'not_found', params: {}, fields: [] } satisfies Failure);
      changes = [change('bus:90', '2026-11-24T11:42:00+01:00', { fields: [{ field, before: '02 61 91 00 12', after: from.after, stands: true, restorable: false }] }), ...changes];
      return null;
    },
  };
  return {
    handlers,
    mergedInto: (id) => [...joined.values()].filter((one) => one.target === id).map(({ line }) => ({ id: line.id, name: line.name, at: AT, late: [{ field: 'phone', words: '06 39 98 55 00' }] })),
    living: (id) => joined.get(id)?.target ?? id,
  };
}
