/** What the in-memory notebook holds when nothing else is said: a few invented people, places and sessions. */
import type { BeneficiaryForm, BeneficiaryLine, Draft, PlaceLine, SessionForm, SessionLine } from '../platform';

export const TODAY = '2026-11-24';

export const PLACES: PlaceLine[] = [
  { id: 'place-1', name: 'Mairie de Barneville-Carteret', commune: 'Barneville-Carteret (50)', typologies: ['MUNI'], sessions: 84 },
  { id: 'place-2', name: 'Médiathèque de Portbail-sur-Mer', commune: 'Port-Bail-sur-Mer (50)', typologies: ['BIB'], sessions: 41 },
  { id: 'place-3', name: 'Centre médico-social de Valognes', commune: 'Valognes (50)', typologies: ['CMS'], sessions: 12 },
];

export const PEOPLE: BeneficiaryLine[] = [
  { id: 'b-1', name: 'Odette Lemarinel', birth_year: 1948, commune: 'Barneville-Carteret (50)', phone: '02 61 91 00 12', sessions: 7, last_session: '2026-11-17', conflict: false },
  { id: 'b-2', name: 'Évrard Œuvrard', birth_year: 1971, commune: 'Valognes (50)', phone: '06 39 98 10 20', sessions: 2, last_session: '2026-10-03', conflict: false },
  { id: 'b-3', name: 'Nadia N’Guyen-Marais', birth_year: null, commune: null, phone: null, sessions: 1, last_session: '2026-09-11', conflict: true },
];

export const line = (id: string, at: string, more: Partial<SessionLine>): SessionLine => ({
  id,
  kind: 'individuel',
  date: TODAY,
  recorded_at: `${TODAY}T${at}:00+01:00`,
  duration: 30,
  person: null,
  named: 0,
  anonymous: 1,
  title: null,
  themes: ['email'],
  place_kind: 'lieu_activite',
  place: 'Mairie de Barneville-Carteret',
  sent: false,
  conflict: false,
  tags: [],
  ...more,
});

export const SESSIONS: SessionLine[] = [
  line('s-3', '11:20', { themes: ['email', 'prendre_en_main_du_materiel'], tags: ['Bus du jeudi'] }),
  line('s-2', '10:45', { duration: 45, person: 'Odette Lemarinel', named: 1, anonymous: 0, themes: ['aide_aux_demarches_administratives', 'social_sante'], sent: true }),
  line('s-1', '09:30', { kind: 'collectif', duration: 90, title: 'Premiers pas avec son téléphone', named: 1, anonymous: 7, themes: ['prendre_en_main_du_materiel'], sent: true }),
];

export const FORM: BeneficiaryForm = {
  first_name: 'Odette',
  last_name: 'Lemarinel',
  phone: '02 61 91 00 12',
  no_phone: false,
  email: 'odette@example.org',
  birth_year: '1948',
  commune: { code: '50031', name: 'Barneville-Carteret', postcode: '50270' },
  gender: 'feminin',
  age_band: null,
  status: 'retraite',
  notes: '',
};

export const SESSION_FORM: SessionForm = {
  kind: 'individuel',
  date: TODAY,
  duration: 45,
  place_kind: 'lieu_activite',
  place: 'place-1',
  commune: null,
  materials: ['ordinateur'],
  themes: ['aide_aux_demarches_administratives', 'social_sante'],
  procedure: 'Renouvellement de la carte Vitale',
  tags: [],
  notes: null,
  title: null,
  level: null,
  people: ['b-1'],
  person: { already: false, gender: null, age_band: null, status: null, commune: null },
  anonymous: { total: 0, already: 0, genders: {}, age_bands: {}, statuses: {} },
  outcome: { autonomy: 'partiellement_autonome', objective_reached: true, procedure_state: null, oriented: null, redirection: null, redirection_place: null },
};

export const SAMPLE_DRAFT: Draft = {
  id: 'draft-7',
  kind: 'session',
  record: null,
  saved_at: `${TODAY}T10:10:00+01:00`,
  body: { form: { ...SESSION_FORM, people: [], themes: ['bureautique'], notes: 'Reprendre la lettre' }, people: [], place_name: 'Mairie de Barneville-Carteret', towards: null, typed: null, version: null },
};

