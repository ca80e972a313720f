/** Tags, the corbeille and many sessions at once, for the in-memory notebook. */
import type { CorbeilleLine, Request, Response, SessionLine, TagLine } from '../platform';

type Mine =
  | 'session_ids' | 'sessions_delete' | 'sessions_restore' | 'sessions_tag'
  | 'tag_list' | 'tag_get' | 'tag_save' | 'tag_delete' | 'tag_restore' | 'tag_join' | 'tag_part'
  | 'corbeille_page' | 'corbeille_restore';

export type SessionHandlers = { [K in Mine]: (args: Request<K>) => Response<K> };

export interface Held {
  /** The sessions of the fake, read and replaced. */
  sessions: SessionLine[];
}

export const TAGS: readonly TagLine[] = [
  { id: 't-1', aliases: ['t-1b'], name: 'Bus du jeudi', description: 'Tournée des hameaux', team: false, sessions: 41 },
  { id: 't-2', aliases: [], name: 'Semaine du numérique', description: null, team: true, sessions: 12 },
  { id: 't-3', aliases: [], name: 'À relire', description: null, team: false, sessions: 0 },
];

const AT = '2026-11-22T16:10:00+01:00';

const BIN: readonly CorbeilleLine[] = [
  { table: 'beneficiary', id: 'b-9', noun: 'Bénéficiaire', label: 'Gaston Lefèvre', detail: 'Valognes', deleted_at: '2026-11-20T09:12:00+01:00', days_left: 26 },
  { table: 'place', id: 'place-9', noun: 'Lieu', label: 'Salle des fêtes de Brix', detail: 'Brix', deleted_at: '2026-10-26T11:00:00+01:00', days_left: 1 },
];

const nounOf = (line: SessionLine): CorbeilleLine => ({
  table: 'session', id: line.id, noun: 'Séance', label: 'Séance du 24 novembre', detail: line.person ?? line.title ?? line.place, deleted_at: AT, days_left: 30,
});

export function sessionHandlers(held: Held, empty: boolean, missing: () => never): SessionHandlers {
  let tags: TagLine[] = empty ? [] : TAGS.map((tag) => ({ ...tag }));
  let hidden: TagLine[] = [];
  /** Joined: the tag, and the one it stands for. */
  let pointing: { into: string; line: TagLine }[] = [];
  let bin: CorbeilleLine[] = empty ? [] : [...BIN];
  const gone = new Map<string, SessionLine>();
  let sequence = 0;

  const remove = (ids: readonly string[]) => {
    const those = held.sessions.filter(({ id }) => ids.includes(id));
    those.forEach((line) => gone.set(line.id, line));
    held.sessions = held.sessions.filter(({ id }) => !ids.includes(id));
    bin = [...those.map(nounOf), ...bin];
    return { ids: those.map(({ id }) => id) };
  };
  const putBack = (ids: readonly string[]) => {
    const those = ids.map((id) => gone.get(id)).filter((line) => line !== undefined);
    those.forEach(({ id }) => gone.delete(id));
    held.sessions = [...those, ...held.sessions];
    bin = bin.filter(({ table, id }) => table !== 'session' || !ids.includes(id));
    return { ids: those.map(({ id }) => id) };
  };

  return {
    session_ids: () => ({ ids: held.sessions.map(({ id }) => id) }),
    sessions_delete: ({ ids }) => remove(ids),
    sessions_restore: ({ ids }) => putBack(ids),
    sessions_tag: ({ ids, tag, on }) => {
      const name = tags.find(({ id }) => id === tag)?.name ?? missing();
      const changed = held.sessions.filter((line) => ids.includes(line.id) && line.tags.includes(name) !== on).map(({ id }) => id);
      held.sessions = held.sessions.map((line) =>
        changed.includes(line.id) ? { ...line, tags: on ? [...line.tags, name] : line.tags.filter((other) => other !== name) } : line,
      );
      return { ids: changed };
    },
    tag_list: () => tags,
    tag_get: ({ id }) => {
      const line = tags.find((tag) => tag.id === id) ?? missing();
      const joined = pointing.filter(({ into }) => into === id).map(({ line: { id: own, name } }) => ({ ids: [own], name }));
      return { line, joined, form: { name: line.name, description: line.description ?? '' }, version: 'v1' };
    },
    tag_save: ({ id, team, form }) => {
      const same = tags.find((tag) => tag.name.toLowerCase() === form.name.toLowerCase());
      if (id === null && same) return { id: same.id };
      const saved = id ?? `tag-${++sequence}`;
      const before = tags.find((tag) => tag.id === saved);
      const line: TagLine = { id: saved, aliases: [], team, sessions: 0, ...before, name: form.name, description: form.description || null };
      tags = before ? tags.map((tag) => (tag.id === saved ? line : tag)) : [...tags, line];
      return { id: saved };
    },
    tag_delete: ({ id }) => {
      hidden = tags.filter((tag) => tag.id === id);
      tags = tags.filter((tag) => tag.id !== id);
      return { ids: hidden.flatMap((tag) => [tag.id, ...tag.aliases]) };
    },
    tag_restore: () => {
      tags = [...tags, ...hidden];
      hidden = [];
      return null;
    },
    tag_join: ({ id, into }) => {
      const line = tags.find((tag) => tag.id === id) ?? missing();
      pointing.push({ into, line });
      tags = tags.filter((tag) => tag.id !== id).map((tag) => (tag.id === into ? { ...tag, sessions: tag.sessions + line.sessions } : tag));
      return { ids: [id, ...line.aliases] };
    },
    tag_part: ({ ids }) => {
      const back = pointing.filter(({ line }) => ids.includes(line.id));
      pointing = pointing.filter(({ line }) => !ids.includes(line.id));
      const parted = (tag: TagLine) => back.filter(({ into }) => into === tag.id).reduce((sum, { line }) => sum + line.sessions, 0);
      tags = [...tags.map((tag) => ({ ...tag, sessions: tag.sessions - parted(tag) })), ...back.map(({ line }) => line)];
      return null;
    },
    corbeille_page: ({ offset, limit }) => ({ total: bin.length, rows: bin.slice(offset, offset + limit) }),
    corbeille_restore: ({ table, id }) => {
      if (!bin.some((row) => row.table === table && row.id === id)) missing();
      if (table === 'session') putBack([id]);
      else bin = bin.filter((row) => row.table !== table || row.id !== id);
      return null;
    },
  };
}
