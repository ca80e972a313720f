/**
 * An in-memory notebook for component tests and for drawing screens: it answers every command with
 * plausible, invented people. It checks only the rules that journeys need; the real ones are in Rust.
 */
import type {
  AppState,
  AsideItem,
  BeneficiaryLine,
  CommandName,
  Commands,
  Conflict,
  Draft,
  Failure,
  FailureCode,
  FieldError,
  FileOut,
  HandoverState,
  Hold,
  PlaceLine,
  Platform,
  PlatformEvent,
  Request,
  Response,
  SessionForm,
  SessionLine,
  Settings,
  SyncState,
  ErasureState,
} from '../platform';
import { CommandFailure } from '../platform';
import { createImports } from './importing';
import { PAPER } from './paper';
import { createFollowUps } from './followups';
import { createFakePlanning } from './fakePlanning';
import { createDisputes, DISPUTES, SESSION_DISPUTES } from './disputes';
import { createErasures } from './fakeErasures';
import { createHandovers } from './fakeHandovers';
import { ASIDES, HOLDS, PARCEL, WIPED } from './fakeOrders';
import { createPeople, TWIN } from './fakePeople';
import { sessionHandlers, type Held } from './fakeSessions';
import { COMMUNES, fakePlaces } from './fakePlaces';
import { FORM, line, PEOPLE, PLACES, SAMPLE_DRAFT, SESSION_FORM, SESSIONS, TODAY } from './samples';

export { TODAY, PLACES, PEOPLE, SAMPLE_DRAFT };

/** Looked for in production bundles by scripts/check-size.mjs: it must not be there. */
const MARKER = 'fake-platform-marker';

export const PASSPHRASE = 'bouée carotte lampe verger tandem';
const NOW = `${TODAY}T11:42:00+01:00`;

type Handlers = { [K in CommandName]: (args: Request<K>) => Response<K> };

export interface Call {
  name: CommandName;
  args: unknown;
}

export interface FakePlatform extends Platform {
  /** Every command asked, in order. */
  calls: Call[];
  /** Files handed to the host, in order; the next is refused or declined when said so. */
  saved: FileOut[];
  nextSave: boolean | Failure;
  callsOf: <K extends CommandName>(name: K) => Request<K>[];
  emit: (event: PlatformEvent) => void;
  /** The next call of that command fails so. */
  failNext: (name: CommandName, failure: Failure) => void;
  /** Every call of that command waits for ever (a slow disk). */
  hold: (name: CommandName) => void;
  drafts: Draft[];
  state: AppState;
  sync: SyncState;
  sessions: SessionLine[];
}

export interface FakeOptions {
  phase?: AppState['phase'];
  pinArmed?: boolean;
  empty?: boolean;
  retryAfter?: number;
  settings?: Partial<Settings>;
  sync?: Partial<SyncState>;
  drafts?: Draft[];
  /** Fields that two laptops wrote at once. */
  disputes?: readonly Conflict[];
  /** How many sessions the list pretends to hold. */
  many?: number;
  /** No place chosen, no usual duration. */
  bare?: boolean;
  /** Somebody has two files. */
  twin?: boolean;
  hold?: Hold['kind'];
  asides?: AsideItem[];
  /** How far a file asked to go is; nobody to give it to; one was received. */
  handover?: { reach?: HandoverState; alone?: boolean; received?: boolean };
  /** How far an erasure asked for is; files near their end, too many at once. */
  erasure?: { reach?: ErasureState; near?: boolean; asks?: boolean };
}

export function failure(code: FailureCode, params: Failure['params'] = {}, fields: FieldError[] = []): Failure {
  return { code, params, fields };
}

// A rule's code is only ever shown by its sentence.
const field = (name: string, message: string) => ({ field: name, code: 'required', message }) as unknown as FieldError;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/gi, 'oe').toLowerCase();

const OPEN: readonly CommandName[] = ['app_state', 'passphrase_suggest', 'enrol', 'unlock', 'unlock_pin', 'settings_get', 'practice_enter', 'practice_leave', 'wiped_seen'];
/** What a notebook that is held still does. */
const HELD: readonly CommandName[] = ['lock', 'sync_state', 'sync_now', 'parcel_make'];

function rulesOf(form: SessionForm): FieldError[] {
  const errors: FieldError[] = [];
  if (form.date === null) errors.push(field('date', 'Veuillez renseigner une date'));
  if (form.duration === null) errors.push(field('duration', 'Veuillez renseigner une durée'));
  if (form.place_kind === null) errors.push(field('place_kind', 'Veuillez renseigner un lieu d’accompagnement'));
  if (form.place_kind === 'lieu_activite' && form.place === null) errors.push(field('place', 'Veuillez renseigner le lieu d’activité'));
  if ((form.place_kind === 'autre' || form.place_kind === 'domicile') && form.commune === null) errors.push(field('commune', 'Veuillez renseigner la commune'));
  if (form.themes.length === 0) errors.push(field('themes', 'Veuillez renseigner au moins une thématique'));
  if (form.kind === 'collectif' && form.people.length === 0 && form.anonymous.total < 1) {
    errors.push(field('anonymous.total', 'Veuillez renseigner au moins un bénéficiaire suivi ou anonyme'));
  }
  return errors;
}

export function createFakePlatform(options: FakeOptions = {}): FakePlatform {
  const listeners = new Set<(event: PlatformEvent) => void>();
  const failures = new Map<CommandName, Failure>();
  const held = new Set<CommandName>();
  const people = options.empty ? [] : options.twin ? [...PEOPLE, TWIN] : [...PEOPLE];
  const disputes = createDisputes(options.disputes ?? DISPUTES);
  const flagged = (line: BeneficiaryLine): BeneficiaryLine => ({ ...line, conflict: disputes.of({ table: 'beneficiary', id: line.id }).length > 0 });
  const looked = (line: SessionLine): SessionLine => ({ ...line, conflict: disputes.of({ table: 'session', id: line.id }).length > 0 });
  let sequence = 0;
  let suggested = 0;
  let place: PlaceLine | null = options.empty || options.bare ? null : (PLACES[0] ?? null);
  /** The place was chosen by hand today. */
  let chosen = false;
  /** Sessions that recorded a planned workshop. */
  const recorded = new Map<string, string>();
  let settings: Settings = { theme: 'system', text_percent: 100, reduced_motion: false, idle_lock_minutes: 10, single_keys: true, shortcuts: {}, tour_seen: true, ...options.settings };

  let enrolled = options.phase !== 'fresh';
  const unlocked = (): AppState => {
    fake.state = { ...fake.state, phase: 'unlocked', retry_after: 0, adviser: { id: 'a-1', name: 'Camille Roux', team: 'Équipe du Cotentin', device: 'Portable du bus' } };
    return fake.state;
  };
  const nextId = (prefix: string) => `${prefix}-${++sequence}`;
  const unknown = (): never => {
    throw new CommandFailure(failure('not_found'));
  };

  const dropDraft = (id: string | null) => {
    fake.drafts = fake.drafts.filter((d) => d.id !== id);
  };
  const places = fakePlaces({ empty: options.empty ?? false, today: TODAY, nextId, here: () => place, dropDraft });
  const folk = createPeople({ people, sessions: () => fake.sessions, form: () => FORM, unknown });

  const planning = createFakePlanning({
    today: TODAY,
    places: PLACES,
    empty: options.empty ?? false,
    nextId,
    unknown,
    refuse: (errors) => {
      if (errors.length > 0) throw new CommandFailure(failure('invalid', {}, errors.map(([name, message]) => field(name, message))));
    },
    nameOf: (person) => people.find((p) => p.id === person)?.name ?? 'Fiche supprimée',
    recorded: (workshop) => recorded.get(workshop) ?? null,
    dropDraft,
    followPlan: () => {
      chosen = false;
      place = PLACES[0] ?? null;
    },
  });
  const shelf: Held = {
    get sessions() {
      return fake.sessions;
    },
    set sessions(lines) {
      fake.sessions = lines;
    },
  };
  const bulk = sessionHandlers(shelf, options.empty ?? false, unknown);

  const handlers: Handlers = {
    ...folk.handlers,
    ...createHandovers({ people, today: TODAY, unknown, reach: options.handover?.reach ?? 'asked', alone: options.handover?.alone ?? false, received: options.handover?.received ?? false }),
    ...createErasures({ people, today: TODAY, unknown, reach: options.erasure?.reach ?? 'asked', near: options.erasure?.near ?? false, asks: options.erasure?.asks ?? false }),
    ...planning.handlers,
    app_state: () => fake.state,
    passphrase_suggest: () => ({ passphrase: suggested++ % 2 === 0 ? PASSPHRASE : 'moulin brise carnet olive phare', bits: 64 }),
    enrol: ({ code }) => {
      if (!code.includes('@')) throw new CommandFailure(failure('code_malformed'));
      enrolled = true;
      return unlocked();
    },
    unlock: ({ passphrase }) => {
      if (passphrase !== PASSPHRASE) throw new CommandFailure(failure('wrong_passphrase', { retry_after: '3' }));
      return unlocked();
    },
    unlock_pin: ({ pin }) => {
      if (pin !== '481902') {
        fake.state = { ...fake.state, pin_tries_left: fake.state.pin_tries_left - 1 };
        throw new CommandFailure(failure('wrong_pin', { tries_left: String(fake.state.pin_tries_left) }));
      }
      return unlocked();
    },
    pin_set: ({ pin }) => {
      if (/^(\d)\1+$/.test(pin)) throw new CommandFailure(failure('weak_pin'));
      fake.state = { ...fake.state, pin_armed: true };
      return fake.state;
    },
    lock: () => {
      fake.state = { ...fake.state, phase: enrolled ? 'locked' : 'fresh', adviser: null, practice: false };
      return fake.state;
    },
    practice_enter: () => {
      fake.state = { ...unlocked(), practice: true };
      fake.sync = { ...fake.sync, practice: true, line: 'unknown' };
      return fake.state;
    },
    practice_leave: () => {
      fake.state = { ...fake.state, phase: enrolled ? 'locked' : 'fresh', adviser: null, practice: false };
      fake.sync = { ...fake.sync, practice: false };
      return fake.state;
    },
    today: () => ({
      date: TODAY,
      place,
      plan: planning.today(place, chosen),
      sessions: fake.sessions.filter((s) => s.date === TODAY).map(looked),
      people: fake.sessions.reduce((sum, s) => sum + s.named + s.anonymous, 0),
      minutes: fake.sessions.reduce((sum, s) => sum + s.duration, 0),
      drafts: fake.drafts,
    }),
    session_defaults: () => ({
      date: TODAY,
      place,
      commune: null,
      durations: [15, 30, 45, 60, 90],
      duration: options.bare ? null : 30,
      themes: ['email', 'prendre_en_main_du_materiel', 'aide_aux_demarches_administratives', 'navigation_sur_internet', 'bureautique'],
      administrative_themes: ['social_sante'],
      previous: fake.sessions.length > 0 ? SESSION_FORM : null,
    }),
    session_page: ({ offset, limit, sieve }) => {
      const kept = fake.sessions.filter(
        (s) => (!sieve?.kind || s.kind === sieve.kind) && (!sieve?.theme || s.themes.includes(sieve.theme)) && (!sieve?.tag || s.tags.length > 0),
      );
      const total = options.many ?? kept.length;
      if (options.many === undefined) return { total, rows: kept.slice(offset, offset + limit).map(looked) };
      const size = Math.max(0, Math.min(limit, total - offset));
      return { total, rows: Array.from({ length: size }, (_, i) => line(`m-${offset + i}`, '09:00', { duration: offset + i + 1 })) };
    },
    session_get: ({ id }) => {
      const found = fake.sessions.find((s) => s.id === id) ?? unknown();
      return {
        form: { ...SESSION_FORM, notes: disputes.words('session', id, 'notes') ?? SESSION_FORM.notes },
        line: found,
        people: ['Odette Lemarinel'],
        redirection_place: null,
        conflicts: disputes.of({ table: 'session', id }).map((c) => c.field),
        version: disputes.version(),
      };
    },
    session_save: ({ id, draft, form, workshop }) => {
      const errors = rulesOf(form);
      if (errors.length > 0) throw new CommandFailure(failure('invalid', {}, errors));
      dropDraft(draft);
      const saved = id ?? nextId('session');
      if (workshop) recorded.set(workshop, saved);
      fake.sessions = [
        line(saved, '11:42', { kind: form.kind, duration: form.duration ?? 0, themes: form.themes, title: form.title, named: form.people.length, anonymous: form.kind === 'collectif' ? form.anonymous.total : form.people.length === 0 ? 1 : 0 }),
        ...fake.sessions.filter((s) => s.id !== saved),
      ];
      return { id: saved };
    },
    session_delete: ({ id }) => {
      bulk.sessions_delete({ ids: [id] });
      return null;
    },
    session_restore: ({ id }) => {
      bulk.sessions_restore({ ids: [id] });
      return null;
    },
    ...bulk,
    beneficiary_page: ({ query, offset, limit }) => {
      const words = fold(query).split(/\s+/).filter(Boolean);
      const rows = people.filter((p) => words.every((w) => fold(`${p.name} ${p.phone ?? ''}`).includes(w)));
      if (rows.length === 0 && words.some((w) => w.startsWith('lemarinnel'))) return { total: 1, rows: people.slice(0, 1).map(flagged), approximate: true };
      return { total: rows.length, rows: rows.slice(offset, offset + limit).map(flagged), approximate: false };
    },
    beneficiary_get: ({ id }) => {
      const found = people.find((p) => p.id === folk.living(id)) ?? unknown();
      const [first = '', ...last] = found.name.split(' ');
      return {
        line: flagged(found),
        form: {
          ...FORM,
          first_name: first,
          last_name: last.join(' '),
          phone: disputes.words('beneficiary', id, 'phone') ?? FORM.phone,
          notes: disputes.words('beneficiary', id, 'notes') ?? FORM.notes,
        },
        sessions: fake.sessions.slice(1, 2),
        themes: [
          { theme: 'aide_aux_demarches_administratives', count: 4, minutes: 180 },
          { theme: 'email', count: 3, minutes: 90 },
        ],
        age_band: 'soixante_dix_plus',
        minutes: 270,
        first_session: '2026-02-03',
        merged: folk.mergedInto(found.id),
        conflicts: disputes.of({ table: 'beneficiary', id }).map((c) => c.field),
        version: disputes.version(),
      };
    },
    beneficiary_save: ({ id, draft, form }) => {
      const errors: FieldError[] = [];
      if (form.first_name.trim() === '') errors.push(field('first_name', 'Veuillez renseigner le prénom'));
      if (form.last_name.trim() === '') errors.push(field('last_name', 'Veuillez renseigner le nom'));
      if (errors.length > 0) throw new CommandFailure(failure('invalid', {}, errors));
      dropDraft(draft);
      const saved = id ?? nextId('beneficiary');
      if (id === null) people.push({ id: saved, name: `${form.first_name} ${form.last_name}`, birth_year: null, commune: null, phone: null, sessions: 0, last_session: null, conflict: false });
      return { id: saved };
    },
    ...createFollowUps({
      today: TODAY,
      empty: options.empty ?? false,
      names: (id) => people.find((p) => p.id === id)?.name ?? null,
      refuse: (errors) => {
        throw new CommandFailure(failure('invalid', {}, errors));
      },
      unknown,
      draftDone: (id) => {
        fake.drafts = fake.drafts.filter((d) => d.id !== id);
      },
    }),
    conflict_get: (ask) => disputes.of(ask),
    conflict_choose: (choice) => (disputes.choose(choice) ? null : unknown()),
    place_search: ({ query, limit }) => PLACES.filter((p) => fold(`${p.name} ${p.commune ?? ''}`).includes(fold(query))).slice(0, limit),
    ...places,
    place_set_current: ({ id }) => {
      place = PLACES.find((p) => p.id === id) ?? null;
      chosen = true;
      return null;
    },
    commune_search: ({ query, limit }) => COMMUNES.filter((c) => fold(c.name).startsWith(fold(query)) || c.postcodes.some((p) => p.startsWith(query))).slice(0, limit),
    ...PAPER,
    ...createImports(),
    search_everywhere: ({ query }) => {
      const said = fold(query).split(/[^a-z0-9]+/).filter(Boolean);
      const has = (text: string) => said.length > 0 && said.every((word) => fold(text).includes(word));
      const near = people.filter((p) => said.some((word) => word.startsWith('lemarinnel')) && p.id === 'b-1').map(flagged);
      const exact = people.filter((p) => has(`${p.name} ${(p.phone ?? '').replaceAll(' ', '')} ${p.phone ?? ''}`)).map(flagged);
      const found = exact.length > 0 ? exact : near;
      return {
        people: found.slice(0, 8),
        people_total: found.length,
        approximate: exact.length === 0 && near.length > 0,
        places: PLACES.filter((p) => has(`${p.name} ${p.commune ?? ''}`)).slice(0, 5),
        sessions: fake.sessions.filter((s) => has(`${s.title ?? ''} ${s.themes.join(' ')}`) || (query === 'aujourd’hui' && s.date === TODAY)).slice(0, 8),
      };
    },
    draft_save: ({ id, kind, record, body }) => {
      const saved = id ?? nextId('draft');
      fake.drafts = [{ id: saved, kind, record, saved_at: NOW, body }, ...fake.drafts.filter((d) => d.id !== saved)];
      return { id: saved, saved_at: NOW };
    },
    draft_list: () => fake.drafts,
    draft_discard: ({ id }) => {
      dropDraft(id);
      return null;
    },
    sync_state: () => fake.sync,
    sync_report: () => ({
      state: fake.sync,
      items: fake.sessions.filter((s) => !s.sent).map((s) => ({ table: 'session', id: s.id, label: 'Séance du 24 novembre, E-mail', recorded_at: s.recorded_at })),
      asides: options.asides ?? [],
      exchanges: options.empty
        ? []
        : [
            { at: `${TODAY}T11:30:00+01:00`, line: 'offline', sent: 0, received: 0 },
            { at: `${TODAY}T08:50:00+01:00`, line: 'online', sent: 14, received: 3 },
          ],
      server: 'escale.example.org',
    }),
    // The answer is the state at once; how the exchange ended comes as an event, as in the notebook.
    sync_now: () => {
      const before = fake.sync;
      fake.sync = { ...before, tries: before.tries + 1 };
      queueMicrotask(() => fake.emit({ kind: 'sync', state: fake.sync }));
      return before;
    },
    parcel_make: () => (fake.sync.pending > 0 ? PARCEL : null),
    wiped_seen: () => {
      enrolled = false;
      fake.state = { ...fake.state, phase: 'fresh', wiped: null };
      return fake.state;
    },
    settings_get: () => settings,
    settings_set: (next) => (settings = next),
  };

  const fake: FakePlatform = {
    calls: [],
    saved: [],
    nextSave: true,
    callsOf: <K extends CommandName>(name: K) => fake.calls.filter((c) => c.name === name).map((c) => c.args as Request<K>),
    emit: (event) => listeners.forEach((listener) => listener(event)),
    failNext: (name, reason) => void failures.set(name, reason),
    hold: (name) => void held.add(name),
    drafts: options.drafts ?? [],
    sessions: options.empty ? [] : [...SESSIONS],
    state: {
      phase: options.phase ?? 'unlocked',
      keyring: 'available',
      pin_armed: options.pinArmed ?? false,
      pin_tries_left: 5,
      retry_after: options.retryAfter ?? 0,
      adviser: null,
      version: '0.1.0',
      demonstration: false,
      idle_lock_minutes: 10,
      practice: false,
      hold: options.phase === 'held' ? HOLDS[options.hold ?? 'locked'] : null,
      wiped: options.phase === 'wiped' ? WIPED : null,
    },
    sync: {
      pending: options.empty ? 0 : 7,
      oldest_pending_at: options.empty ? null : `${TODAY}T09:30:00+01:00`,
      not_durable: 0,
      line: options.empty ? 'unknown' : 'offline',
      busy: false,
      tries: 1,
      last_contact_at: options.empty ? null : `${TODAY}T08:50:00+01:00`,
      last_sent_at: options.empty ? null : `${TODAY}T08:50:00+01:00`,
      next_try_at: null,
      clock_offset: 0,
      conflicts: 0,
      waited_days: 0,
      locks_in_days: null,
      arriving: null,
      practice: false,
      ...options.sync,
    },
    async invoke<K extends CommandName>(name: K, args: Request<K>): Promise<Response<K>> {
      fake.calls.push({ name, args });
      if (held.has(name)) return new Promise(() => undefined);
      const refusal = failures.get(name);
      failures.delete(name);
      if (refusal) throw new CommandFailure(refusal);
      if (fake.state.phase === 'held' && !OPEN.includes(name) && !HELD.includes(name)) throw new CommandFailure(failure('held'));
      if (!['unlocked', 'held'].includes(fake.state.phase) && !OPEN.includes(name)) throw new CommandFailure(failure('locked'));
      // What crosses the border is always a copy.
      return structuredClone((handlers[name] as (a: Commands[K]['request']) => Response<K>)(structuredClone(args)));
    },
    saveFile(file) {
      if (typeof fake.nextSave !== 'boolean') return Promise.reject(new CommandFailure(fake.nextSave));
      if (fake.nextSave) fake.saved.push(file);
      return Promise.resolve(fake.nextSave);
    },
    listen(handler) {
      listeners.add(handler);
      return () => listeners.delete(handler);
    },
  };
  if (fake.state.phase === 'unlocked') unlocked();
  return fake;
}

/** For looking at screens in development: `?fake`, `?fake&phase=locked`, `?fake&dark&size=200&empty`. */
export function demonstrationPlatform(search: string): Platform {
  const query = new URLSearchParams(search);
  const phases: readonly AppState['phase'][] = ['fresh', 'locked', 'unlocked', 'recovery', 'held', 'wiped'];
  document.documentElement.dataset['fake'] = MARKER;
  return createFakePlatform({
    phase: phases.find((phase) => phase === query.get('phase')) ?? 'unlocked',
    pinArmed: query.has('pin'),
    empty: query.has('empty'),
    drafts: query.has('empty') ? [] : [SAMPLE_DRAFT],
    disputes: [...DISPUTES, ...SESSION_DISPUTES],
    settings: { tour_seen: !query.has('tour'), theme: query.has('dark') ? 'dark' : 'light', text_percent: Number(query.get('size') ?? 100) },
    sync: query.has('portal')
      ? { line: 'portal', clock_offset: 5400 }
      : query.has('arriving')
        ? { line: 'online', arriving: { sessions: 1240, of: 5000, recent: false } }
        : { waited_days: Number(query.get('waited') ?? 0), locks_in_days: query.has('silent') ? Number(query.get('silent')) : null },
    hold: (['locked', 'draining', 'silent'] as const).find((kind) => kind === query.get('hold')) ?? 'locked',
    asides: query.has('asides') ? [...ASIDES] : [],
    twin: query.has('twin'),
    handover: { received: query.has('received') },
    erasure: { near: !query.has('empty'), asks: query.has('asks') },
    ...(query.has('many') ? { many: 12430 } : {}),
  });
}
