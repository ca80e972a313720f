/** An invented week for the in-memory notebook: permanences, workshops, registrations, outlines. */
import type {
  CommandName,
  Commands,
  DayPlan,
  OutlineFile,
  OutlineForm,
  PlaceHours,
  PlaceLine,
  RegistrationLine,
  StopChangeForm,
  StopForm,
  StopLine,
  TodayPlan,
  Weekday,
  WorkshopFile,
  WorkshopForm,
  WorkshopLine,
} from '../platform';

type Part = Extract<
  CommandName,
  | `planning_${string}`
  | `stop_${string}`
  | `workshop_${string}`
  | `registration_${string}`
  | `outline_${string}`
  | 'workday_save'
  | 'place_follow_plan'
>;
export type PlanningHandlers = { [K in Part]: (args: Commands[K]['request']) => Commands[K]['response'] };

interface World {
  today: string;
  places: readonly PlaceLine[];
  empty: boolean;
  nextId: (prefix: string) => string;
  unknown: () => never;
  refuse: (errors: [field: string, message: string][]) => void;
  nameOf: (person: string) => string;
  /** The session that recorded a workshop, once it is. */
  recorded: (workshop: string) => string | null;
  dropDraft: (id: string | null) => void;
  followPlan: () => void;
}

export interface FakePlanning {
  handlers: PlanningHandlers;
  today: (place: PlaceLine | null, chosen: boolean) => TodayPlan;
}

const DAYS: readonly Weekday[] = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const weekdayOf = (day: string): Weekday => DAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? 'lundi';
const shift = (day: string, by: number) => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
const clock = (typed: string) => {
  const [, hour = '0', minute = '00'] = /^(\d{1,2}) ?[h:]? ?(\d{2})?$/.exec(typed.trim()) ?? [];
  return `${hour.padStart(2, '0')}:${minute}`;
};

interface Registered {
  id: string;
  workshop: string;
  beneficiary: string | null;
  name: string;
  count: number;
  present: number;
  gone: boolean;
}

const STOPS: Record<string, StopForm> = {
  'stop-1': { place: 'place-1', every: 1, weekdays: ['mardi'], starts: '09:00', ends: '12:00', first_day: '2026-09-01', last_day: null },
  'stop-2': { place: 'place-2', every: 2, weekdays: ['mardi', 'jeudi'], starts: '14:00', ends: '17:00', first_day: '2026-09-01', last_day: null },
  'stop-3': { place: 'place-3', every: 1, weekdays: ['vendredi'], starts: '09:30', ends: '12:30', first_day: '2026-09-01', last_day: null },
};

const WORKSHOP: WorkshopForm = {
  date: null,
  starts: '14:00',
  ends: '16:00',
  place: 'place-2',
  title: 'Premiers pas sur tablette',
  level: 'debutant',
  themes: ['prendre_en_main_du_materiel'],
  capacity: 8,
  outline: 'outline-1',
};

const OUTLINE: OutlineForm = {
  title: 'Découvrir sa tablette',
  level: 'debutant',
  themes: ['prendre_en_main_du_materiel'],
  duration: '1h30',
  aims: 'Allumer, éteindre, régler le son et la luminosité.',
  materials: 'Huit tablettes chargées',
  steps: 'Accueil et tour de table\nLes boutons\nLa pratique à deux\nCe que l’on retient',
};

export function createFakePlanning(world: World): FakePlanning {
  const { today } = world;
  const stops = new Map<string, StopForm>(world.empty ? [] : Object.entries(STOPS));
  const workshops = new Map<string, WorkshopForm>(
    world.empty ? [] : [['workshop-1', { ...WORKSHOP, date: today }], ['workshop-2', { ...WORKSHOP, date: shift(today, -6), title: 'Ses photos', capacity: null, outline: null }]],
  );
  const outlines = new Map<string, OutlineForm>(world.empty ? [] : [['outline-1', OUTLINE]]);
  const changes = new Map<string, StopChangeForm & { gone: boolean }>(
    world.empty ? [] : [['change-1', { stop: 'stop-3', date: shift(today, 3), kind: 'annulee', moved_to: null, starts: '', ends: '', place: null, gone: false }]],
  );
  const days = new Map<string, { travel: string; preparation: string }>(world.empty ? [] : [[today, { travel: '45', preparation: '' }]]);
  const removed = new Map<string, StopForm | WorkshopForm | OutlineForm>();
  let registered: Registered[] = world.empty
    ? []
    : [
        { id: 'r-1', workshop: 'workshop-1', beneficiary: 'b-1', name: '', count: 1, present: 0, gone: false },
        { id: 'r-2', workshop: 'workshop-1', beneficiary: null, name: 'Mme L.', count: 6, present: 0, gone: false },
        { id: 'r-3', workshop: 'workshop-1', beneficiary: 'b-2', name: '', count: 1, present: 0, gone: false },
        { id: 'r-4', workshop: 'workshop-1', beneficiary: null, name: 'René', count: 2, present: 0, gone: false },
      ];

  const placeOf = (id: string | null) => world.places.find((place) => place.id === id);
  const minutes = (typed: string) => {
    const words = /^(\d+)(?:\s*(?:min|mn))?$/.exec(typed.trim());
    const hours = /^(\d+)\s*h\s*(\d+)?$/.exec(typed.trim());
    if (typed.trim() === '') return null;
    return hours ? Number(hours[1]) * 60 + Number(hours[2] ?? 0) : words ? Number(words[1]) : null;
  };

  const seatsOf = (workshop: string): RegistrationLine[] => {
    let left = workshops.get(workshop)?.capacity ?? 999;
    return registered
      .filter((one) => one.workshop === workshop && !one.gone)
      .map((one) => {
        const seated = Math.min(one.count, left);
        left -= seated;
        return {
          id: one.id,
          beneficiary: one.beneficiary,
          name: one.beneficiary === null ? one.name : world.nameOf(one.beneficiary),
          count: one.count,
          seated,
          waiting: one.count - seated,
          present: one.present,
          double: false,
        };
      });
  };

  const workshopLine = (id: string, form: WorkshopForm): WorkshopLine => {
    const seats = seatsOf(id);
    return {
      id,
      date: form.date ?? today,
      starts: clock(form.starts),
      ends: clock(form.ends),
      place: form.place,
      place_name: placeOf(form.place)?.name ?? null,
      title: form.title,
      level: form.level,
      capacity: form.capacity,
      registered: seats.reduce((sum, one) => sum + one.seated, 0),
      waiting: seats.reduce((sum, one) => sum + one.waiting, 0),
      session: world.recorded(id),
    };
  };

  const stopLine = (stop: string, form: StopForm, date: string, planned: string, change: (StopChangeForm & { id: string }) | null): StopLine => {
    const place = placeOf(change?.place ?? form.place);
    return {
      stop,
      date,
      planned,
      starts: clock(change?.starts || form.starts),
      ends: clock(change?.ends || form.ends),
      place: place?.id ?? null,
      place_name: place?.name ?? null,
      commune: place?.commune ?? null,
      change: change?.id ?? null,
      kind: change?.kind ?? null,
    };
  };

  const dayOf = (date: string): DayPlan => {
    const found: StopLine[] = [];
    for (const [id, form] of stops) {
      const exceptions = [...changes].filter(([, c]) => c.stop === id && !c.gone).map(([key, c]) => ({ ...c, id: key }));
      const weeks = Math.floor((Date.parse(date) - Date.parse(form.first_day ?? date)) / (7 * 86_400_000));
      const comes =
        date >= (form.first_day ?? date) &&
        (form.last_day === null || date <= form.last_day) &&
        (form.every === 0 ? date === form.first_day : form.weekdays.includes(weekdayOf(date)) && weeks % form.every === 0);
      const own = exceptions.find((c) => c.date === date && c.kind !== 'supplementaire');
      if (comes && (!own || own.kind === 'annulee')) found.push(stopLine(id, form, date, date, own ?? null));
      for (const c of exceptions) {
        if (c.kind === 'deplacee' && (c.moved_to ?? c.date) === date) found.push(stopLine(id, form, date, c.date, c));
        if (c.kind === 'supplementaire' && c.date === date) found.push(stopLine(id, form, date, date, c));
      }
    }
    found.sort((a, b) => a.starts.localeCompare(b.starts));
    const noted = days.get(date);
    return {
      date,
      stops: found,
      workshops: [...workshops].filter(([, form]) => form.date === date).map(([id, form]) => workshopLine(id, form)),
      travel: noted ? minutes(noted.travel) : null,
      preparation: noted ? minutes(noted.preparation) : null,
    };
  };

  const hoursCheck = (starts: string, ends: string): [string, string][] => [
    ...(starts.trim() === '' ? [['starts', 'Veuillez renseigner une heure'] as [string, string]] : []),
    ...(ends.trim() === '' ? [['ends', 'Veuillez renseigner une heure'] as [string, string]] : []),
    ...(starts.trim() !== '' && ends.trim() !== '' && clock(ends) <= clock(starts) ? [['ends', 'L’heure de fin doit être après l’heure de début'] as [string, string]] : []),
  ];

  const fileOf = (id: string): WorkshopFile => {
    const form = workshops.get(id) ?? world.unknown();
    return {
      line: workshopLine(id, form),
      form,
      registrations: seatsOf(id),
      outline: form.outline === null ? null : (outlines.get(form.outline)?.title ?? null),
      today,
      version: '{}',
    };
  };

  const outlineFile = (id: string): OutlineFile => ({ form: outlines.get(id) ?? world.unknown(), version: '{}' });

  const put = <F extends StopForm | WorkshopForm | OutlineForm>(map: Map<string, F>, prefix: string, id: string | null, draft: string | null, form: F) => {
    const saved = id ?? world.nextId(prefix);
    world.dropDraft(draft);
    map.set(saved, form);
    return { id: saved };
  };
  const bin = <F extends StopForm | WorkshopForm | OutlineForm>(map: Map<string, F>, id: string): null => {
    removed.set(id, map.get(id) ?? world.unknown());
    map.delete(id);
    return null;
  };
  const back = <F extends StopForm | WorkshopForm | OutlineForm>(map: Map<string, F>, id: string): null => {
    map.set(id, (removed.get(id) ?? world.unknown()) as F);
    return null;
  };
  const mark = (id: string, change: Partial<Registered>): null => {
    registered = registered.map((one) => (one.id === id ? { ...one, ...change } : one));
    return null;
  };
  const shelve = (id: string, gone: boolean): null => {
    changes.set(id, { ...(changes.get(id) ?? world.unknown()), gone });
    return null;
  };

  const handlers: PlanningHandlers = {
    place_follow_plan: () => {
      world.followPlan();
      return null;
    },
    planning_get: ({ from, to }) => {
      const all: DayPlan[] = [];
      for (let day = from; day <= to; day = shift(day, 1)) all.push(dayOf(day));
      return { today, days: all };
    },
    planning_ics: ({ from, to }) => ({ name: `planning-${from}-${to}.ics`, media_type: 'text/calendar', base64: btoa('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n') }),
    workday_save: ({ date, travel, preparation }) => {
      if (travel.trim() !== '' && minutes(travel) === null) world.refuse([['travel', 'Veuillez renseigner une durée valide, par exemple 1h30']]);
      days.set(date, { travel, preparation });
      return null;
    },
    stop_get: ({ id }) => {
      const form = stops.get(id) ?? world.unknown();
      return { form, place_name: placeOf(form.place)?.name ?? null, version: '{}' };
    },
    stop_save: ({ id, draft, form }) => {
      world.refuse([
        ...(form.place === null ? [['place', 'Veuillez renseigner le lieu d’activité'] as [string, string]] : []),
        ...(form.every > 0 && form.weekdays.length === 0 ? [['weekdays', 'Veuillez choisir au moins un jour de la semaine'] as [string, string]] : []),
        ...hoursCheck(form.starts, form.ends),
        ...(form.first_day === null ? [['first_day', 'Veuillez renseigner une date'] as [string, string]] : []),
      ]);
      return put(stops, 'new-stop', id, draft, form);
    },
    stop_delete: ({ id }) => bin(stops, id),
    stop_restore: ({ id }) => back(stops, id),
    stop_change_save: ({ form }) => {
      if (form.kind !== 'annulee') world.refuse(hoursCheck(form.starts, form.ends));
      if (form.date === '') world.refuse([['date', 'Veuillez renseigner une date']]);
      const key = [...changes].find(([, c]) => c.stop === form.stop && c.date === form.date && (c.kind === 'supplementaire') === (form.kind === 'supplementaire'))?.[0];
      const id = key ?? world.nextId('new-change');
      changes.set(id, { ...form, gone: false });
      return { id };
    },
    stop_change_delete: ({ id }) => shelve(id, true),
    stop_change_restore: ({ id }) => shelve(id, false),
    workshop_get: ({ id }) => fileOf(id),
    workshop_models: () => ({
      today,
      recent: [...workshops].filter(([, form]) => (form.date ?? today) <= today).map(([id, form]) => workshopLine(id, form)).sort((a, b) => b.date.localeCompare(a.date)),
      outlines: handlers.outline_list(null),
    }),
    workshop_save: ({ id, draft, form }) => {
      world.refuse([
        ...(form.date === null ? [['date', 'Veuillez renseigner une date'] as [string, string]] : []),
        ...hoursCheck(form.starts, form.ends),
        ...(form.place === null ? [['place', 'Veuillez renseigner le lieu d’activité'] as [string, string]] : []),
        ...(form.title.trim() === '' ? [['title', 'Veuillez renseigner le titre de l’atelier'] as [string, string]] : []),
        ...(form.capacity !== null && form.capacity < 1 ? [['capacity', 'Le nombre de places va de 1 à 500'] as [string, string]] : []),
      ]);
      return put(workshops, 'new-workshop', id, draft, form);
    },
    workshop_delete: ({ id }) => bin(workshops, id),
    workshop_restore: ({ id }) => back(workshops, id),
    workshop_session: ({ id }) => {
      const form = workshops.get(id) ?? world.unknown();
      const came = seatsOf(id).filter((one) => one.present > 0);
      const named = came.filter((one) => one.beneficiary !== null);
      return {
        session: world.recorded(id),
        place_name: placeOf(form.place)?.name ?? null,
        people: named.map((one) => one.name),
        form: {
          kind: 'collectif',
          date: form.date,
          duration: 120,
          place_kind: 'lieu_activite',
          place: form.place,
          commune: null,
          materials: [],
          themes: form.themes,
          procedure: null,
          tags: [],
          notes: null,
          title: form.title,
          level: form.level,
          people: named.map((one) => one.beneficiary ?? ''),
          person: { already: false, gender: null, age_band: null, status: null, commune: null },
          anonymous: { total: came.filter((one) => one.beneficiary === null).reduce((sum, one) => sum + one.present, 0), already: 0, genders: {}, age_bands: {}, statuses: {} },
          outcome: { autonomy: null, objective_reached: null, procedure_state: null, oriented: null, redirection: null, redirection_place: null },
        },
      };
    },
    registration_save: ({ form }) => {
      const id = world.nextId('new-registration');
      registered = [...registered, { ...form, id, present: 0, gone: false }];
      return { id };
    },
    registration_delete: ({ id }) => mark(id, { gone: true }),
    registration_restore: ({ id }) => mark(id, { gone: false }),
    registration_present: ({ presences }) => {
      presences.forEach(({ id, present }) => mark(id, { present }));
      return null;
    },
    outline_list: () =>
      [...outlines].map(([id, form]) => ({ id, title: form.title, level: form.level, duration: minutes(form.duration), conflict: false })),
    outline_get: ({ id }) => outlineFile(id),
    outline_save: ({ id, draft, form }) => {
      if (form.title.trim() === '') world.refuse([['title', 'Veuillez renseigner le titre de l’atelier']]);
      return put(outlines, 'new-outline', id, draft, form);
    },
    outline_delete: ({ id }) => bin(outlines, id),
    outline_restore: ({ id }) => back(outlines, id),
  };

  const hours = (line: StopLine | WorkshopLine): PlaceHours | null =>
    line.place === null || line.place_name === null ? null : { place: line.place, name: line.place_name, starts: line.starts, ends: line.ends };

  return {
    handlers,
    today: (place, chosen) => {
      const day = dayOf(today);
      const slots = [...day.stops.filter((line) => line.kind !== 'annulee'), ...day.workshops].map(hours).filter((slot) => slot !== null);
      return {
        chosen,
        here: slots.find((slot) => slot.place === place?.id) ?? null,
        next: slots.find((slot) => slot.starts > '11:42') ?? null,
        planned: chosen ? (slots.find((slot) => slot.place !== place?.id) ?? null) : null,
        day,
      };
    },
  };
}
