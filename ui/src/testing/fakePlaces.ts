/** The directory and the diagnostics of the territory, for the in-memory notebook. Invented places. */
import type { CommandName, CommuneHit, DirectoryLine, Failure, FieldError, PlaceForm, PlaceImportReport, PlaceLine, Request, Response, TerritoryForm } from '../platform';
import { CommandFailure } from '../platform';
import { EMPTY_PLACE } from '../pieces/placeForm';

type Mine = Extract<CommandName, `territory_${string}`> | 'place_save' | 'place_get' | 'place_delete' | 'place_restore' | 'place_directory' | 'place_export' | `place_import${string}` & CommandName;

export const COMMUNES: CommuneHit[] = [
  { code: '50031', name: 'Barneville-Carteret', postcodes: ['50270'], department: 'Manche (50)', population: 2179, former: null },
  { code: '50615', name: 'Valognes', postcodes: ['50700'], department: 'Manche (50)', population: 6852, former: null },
  { code: '50412', name: 'Port-Bail-sur-Mer', postcodes: ['50580'], department: 'Manche (50)', population: 2476, former: 'Portbail' },
];

interface World {
  empty: boolean;
  today: string;
  nextId: (prefix: string) => string;
  here: () => PlaceLine | null;
  dropDraft: (id: string | null) => void;
}

interface Kept {
  id: string;
  form: PlaceForm;
  distance: number | null;
}

const PROCEDURES = 'Aide aux démarches administratives';
const TOOLS = 'Maîtrise des outils numériques du quotidien';
const ACCESS = 'Accès internet et matériel informatique';

const commune = (code: string, name: string, postcode: string) => ({ code, name, postcode });

const START: Kept[] = [
  {
    id: 'place-1',
    distance: 0,
    form: { ...EMPTY_PLACE, name: 'Mairie de Barneville-Carteret', address: '11 rue du Bourg', commune: commune('50031', 'Barneville-Carteret', '50270'), typologies: ['MUNI'], services: [PROCEDURES], days: ['9:00-12:00', '', '9:00-12:00, 14:00-17:00', '', '9:00-12:00', 'fermé', 'fermé'], opening_hours: 'Mo 09:00-12:00', phone: '02 61 91 00 40', fixed: true },
  },
  {
    id: 'place-2',
    distance: 7300,
    form: { ...EMPTY_PLACE, name: 'Médiathèque de Portbail-sur-Mer', address: 'Place Castel', commune: commune('50412', 'Port-Bail-sur-Mer', '50580'), typologies: ['BIB'], services: [TOOLS, ACCESS], summary: 'Deux ordinateurs en accès libre, une animatrice le mercredi.', days: [], opening_hours: 'le mercredi, sauf en août', emails: ['mediatheque@example.org'], websites: ['https://mediatheque.example.org/'], fees: ['Gratuit'], access_modes: ['Se présenter'], support_modes: ['En autonomie'] },
  },
  {
    id: 'place-3',
    distance: 24800,
    form: { ...EMPTY_PLACE, name: 'Centre médico-social de Valognes', commune: commune('50615', 'Valognes', '50700'), typologies: ['CMS'], services: [PROCEDURES, TOOLS], phone: '02 61 91 00 41', days: ['', '', '9:00-12:00', '', '', '', ''], opening_hours: 'We 09:00-12:00' },
  },
  {
    id: 'place-4',
    distance: null,
    form: { ...EMPTY_PLACE, name: 'Bus numérique du Cotentin', commune: commune('50031', 'Barneville-Carteret', '50270'), typologies: ['ENM'], services: [PROCEDURES, TOOLS, ACCESS], itinerant: true },
  },
];

const STUDY: TerritoryForm = {
  date: '2026-11-20',
  place: 'place-2',
  commune: null,
  existing: 'Deux ordinateurs en accès libre à la médiathèque.\nAucune permanence le samedi.',
  themes: ['email', 'aide_aux_demarches_administratives'],
  needs: 'Remplir les dossiers de la caisse de retraite.',
  structures: ['CCAS de Port-Bail-sur-Mer', 'Club des aînés'],
  proposals: 'Un atelier par mois, de janvier à juin.',
};

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const labelled = (form: PlaceForm) => (form.commune ? `${form.commune.name} (${form.commune.code.slice(0, 2)})` : null);
const refuse = (code: Failure['code'], fields: FieldError[] = [], params: Failure['params'] = {}): never => {
  throw new CommandFailure({ code, params, fields });
};
// A rule’s code is only ever shown by its sentence.
const broken = (field: string, message: string) => ({ field, code: 'required', message }) as unknown as FieldError;

export function fakePlaces(world: World): { [K in Mine]: (args: Request<K>) => Response<K> } {
  let places: Kept[] = world.empty ? [] : START.map((place) => ({ ...place }));
  let gone: Kept[] = [];
  let studies: { id: string; form: TerritoryForm }[] = world.empty ? [] : [{ id: 'study-1', form: STUDY }];
  let goneStudies: typeof studies = [];
  let imported: { id: string; ids: string[] } | null = null;

  const find = (id: string): Kept => places.find((p) => p.id === id) ?? refuse('not_found');
  const about = (form: TerritoryForm): string => places.find((p) => p.id === form.place)?.form.name ?? form.commune?.name ?? '';
  const hours = ({ days }: PlaceForm, day: number) => (days[day] ?? '').replaceAll('-', '–');
  const row = ({ id, form, distance }: Kept, day: number): DirectoryLine => ({
    id,
    name: form.name,
    commune: labelled(form),
    address: form.address || null,
    phone: form.phone || null,
    services: form.services,
    typologies: form.typologies,
    itinerant: form.itinerant,
    distance_m: world.here() === null ? null : distance,
    hours: hours(form, day),
  });
  const report = (text: string): PlaceImportReport => {
    const [heading = '', ...lines] = text.split('\n').filter((line) => line !== '');
    if (!heading.includes('nom')) refuse('file_not_understood', [], { missing: 'nom, commune' });
    const refused = lines.filter((line) => line.includes('Nulle-Part')).length;
    return {
      import: null,
      lines: lines.length,
      created: lines.length - refused,
      different: 1,
      same: 0,
      refused,
      departments: [
        { code: '50', lines: lines.length - refused },
        { code: '14', lines: 1 },
      ],
      remarks: [
        { line: 2, name: 'Espace du Bourg', column: 'telephone', message: '«\u202f12\u202f» ne peut pas se lire\u202f: laissé de côté', refused: false },
        ...(refused > 0 ? [{ line: 3, name: 'Lieu perdu', column: 'commune', message: 'la commune «\u202fNulle-Part\u202f» ne se trouve pas', refused: true }] : []),
      ],
      more_remarks: 0,
    };
  };

  return {
    place_save: ({ id, form, draft }) => {
      const errors = [
        ...(form.name.trim() === '' ? [broken('name', 'Veuillez renseigner le nom du lieu d’activité')] : []),
        ...(form.commune === null ? [broken('commune', 'Veuillez renseigner la commune')] : []),
        ...form.days.flatMap((day, n) => (/matin/.test(day) ? [broken(`days.${n}`, 'Écrivez par exemple 9:00-12:00, 14:00-17:30, ou fermé')] : [])),
      ];
      if (errors.length > 0) refuse('invalid', errors);
      world.dropDraft(draft);
      const saved = id ?? world.nextId('place');
      places = [...places.filter((p) => p.id !== saved), { id: saved, form, distance: null }];
      return { id: saved };
    },
    place_get: ({ id }) => {
      const { form } = find(id);
      return {
        line: { id, name: form.name, commune: labelled(form), typologies: form.typologies, sessions: id === 'place-1' ? 84 : 0 },
        form,
        hours: form.days.map((_, day) => hours(form, day)),
        located: false,
        updated_on: '2026-10-02',
        here: world.here()?.id === id,
        diagnostics: studies.filter((s) => s.form.place === id).length,
        version: 'v1',
      };
    },
    place_delete: ({ id }) => {
      gone = places.filter((p) => p.id === id);
      places = places.filter((p) => p.id !== id);
      return null;
    },
    place_restore: () => {
      places = [...places, ...gone];
      gone = [];
      return null;
    },
    place_directory: ({ query, service, day, hours_unknown, within, nearest, offset, limit }) => {
      const offering = places.filter((p) => fold(`${p.form.name} ${p.form.commune?.name ?? ''}`).includes(fold(query)) && (service === null || p.form.services.includes(service)));
      const unknown = day === null ? [] : offering.filter((p) => hours(p.form, day) === '');
      const open = day === null ? offering : offering.filter((p) => (unknown.includes(p) ? hours_unknown : hours(p.form, day) !== 'fermé'));
      const near = within === null ? open : open.filter((p) => p.distance !== null && p.distance <= within * 1000);
      const sorted = [...near].sort((a, b) => (nearest || within !== null ? (a.distance ?? 1e9) - (b.distance ?? 1e9) : a.form.name.localeCompare(b.form.name, 'fr')));
      return {
        total: sorted.length,
        rows: sorted.slice(offset, offset + limit).map((p) => row(p, day ?? 1)),
        hours_unknown: unknown.length,
        distance_unknown: within === null ? 0 : open.filter((p) => p.distance === null).length,
        origin: world.here()?.name ?? null,
      };
    },
    place_export: () => ({ name: `${world.today}_escale_lieux-de-mediation-numerique.csv`, media_type: 'text/csv', base64: btoa('id') }),
    place_import_trial: ({ text }) => report(text),
    place_import: ({ text }) => {
      const told = report(text);
      const id = world.nextId('import');
      places = [...places, { id, distance: null, form: { ...EMPTY_PLACE, name: 'Espace du Bourg', commune: commune('50031', 'Barneville-Carteret', '50270') } }];
      imported = { id, ids: [id] };
      return { ...told, import: id };
    },
    place_import_latest: () => (imported ? { id: imported.id, at: `${world.today}T11:40:00+01:00`, created: 1, changed: 0 } : null),
    place_import_undo: () => {
      const ids = imported?.ids ?? [];
      places = places.filter((p) => !ids.includes(p.id));
      imported = null;
      return { removed: ids.length, restored: 0, kept: 0 };
    },
    territory_page: ({ place, offset, limit }) => {
      const found = studies.filter((s) => place === null || s.form.place === place).sort((a, b) => b.form.date.localeCompare(a.form.date));
      return {
        total: found.length,
        rows: found.slice(offset, offset + limit).map(({ id, form }) => ({ id, about: about(form), date: form.date, commune: 'Port-Bail-sur-Mer (50)', structures: form.structures, conflict: false })),
      };
    },
    territory_get: ({ id }) => {
      const { form } = studies.find((s) => s.id === id) ?? refuse('not_found');
      return { about: about(form), place_name: form.place ? about(form) : null, commune: 'Port-Bail-sur-Mer (50)', form, conflicts: [], version: 'v1' };
    },
    territory_text: ({ id }) => {
      const { form } = studies.find((s) => s.id === id) ?? refuse('not_found');
      const part = (title: string, text: string, items: string[]) => (text !== '' || items.length > 0 ? [{ title, paragraphs: text.split('\n').filter(Boolean), items }] : []);
      return {
        title: 'Diagnostic de territoire',
        about: about(form),
        commune: form.place ? 'Port-Bail-sur-Mer (50)' : null,
        date: '20 novembre 2026',
        team: 'Équipe du Cotentin',
        parts: [
          ...part('Ce qui existe', form.existing, []),
          ...part('Besoins exprimés', form.needs, form.themes.length > 0 ? ['E-mail', PROCEDURES] : []),
          ...part('Exprimés par', '', form.structures),
          ...part('Ce qui est proposé', form.proposals, []),
        ],
      };
    },
    territory_save: ({ id, form, draft }) => {
      if (form.place === null && form.commune === null) refuse('invalid', [broken('commune', 'Veuillez choisir un lieu ou une commune')]);
      world.dropDraft(draft);
      const saved = id ?? world.nextId('study');
      studies = [...studies.filter((s) => s.id !== saved), { id: saved, form }];
      return { id: saved };
    },
    territory_delete: ({ id }) => {
      goneStudies = studies.filter((s) => s.id === id);
      studies = studies.filter((s) => s.id !== id);
      return null;
    },
    territory_restore: () => {
      studies = [...studies, ...goneStudies];
      goneStudies = [];
      return null;
    },
  };
}
