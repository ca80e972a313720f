/** The follow-up of invented people, for the in-memory notebook. */
import type {
  FieldError,
  FollowStepLine,
  FollowUpFile,
  FollowUpForm,
  FollowUpItem,
  FollowUpSuggestion,
  Request,
  Response,
  ThemeAutonomy,
} from '../platform';
import type { FollowUpFormKind } from '../pieces/router';

type Name = 'followup_get' | 'followup_of_session' | 'followup_open' | 'followup_save' | 'followup_delete' | 'followup_restore' | 'followup_move' | 'followup_postpone' | 'followup_undo' | 'relances' | 'relances_count';
type Handlers = { [K in Name]: (args: Request<K>) => Response<K> };

interface World {
  today: string;
  empty: boolean;
  names: (id: string) => string | null;
  refuse: (errors: FieldError[]) => never;
  unknown: () => never;
  draftDone: (id: string | null) => void;
}

interface Kept extends FollowUpItem {
  deleted: boolean;
}

const step = (id: string, state: string, date: string, session: string | null = null): FollowStepLine => ({ id, state, date, session });

const item = (id: string, form: FollowUpForm, steps: FollowStepLine[] = [], more: Partial<Kept> = {}): Kept => ({
  id,
  form,
  title: form.kind === 'goal' ? form.form.wording : form.kind === 'procedure' ? form.form.name : form.kind === 'referral' ? form.form.place_name : '',
  state: steps.at(-1)?.state ?? null,
  steps,
  ends: null,
  conflict: false,
  deleted: false,
  ...more,
});

const ITEMS: readonly Kept[] = [
  item(
    'g-1',
    { kind: 'goal', form: { beneficiary: 'b-1', theme: 'email', wording: 'Envoyer seule des photos à sa petite-fille', target: '2026-12-24', look_again: '2026-12-24', notes: '' } },
    [step('st-1', 'a_commencer', '2026-09-15'), step('st-2', 'en_cours', '2026-10-06')],
  ),
  item(
    'g-2',
    { kind: 'goal', form: { beneficiary: 'b-1', theme: 'prendre_en_main_du_materiel', wording: 'Allumer, éteindre et recharger sa tablette', target: null, look_again: null, notes: '' } },
    [step('st-3', 'en_cours', '2026-09-15'), step('st-4', 'atteint', '2026-10-06')],
  ),
  item(
    'r-1',
    { kind: 'referral', form: { beneficiary: 'b-1', session: null, place: null, place_name: 'Point conseil budget de Valognes', redirection: 'aide_sociale', date: '2026-11-03', reason: 'Dossier de surendettement', look_again: '2026-11-17', notes: 'Demander Mme Hamel, le mardi.' } },
    [step('st-5', 'proposee', '2026-11-03'), step('st-6', 'contact_pris', '2026-11-10')],
  ),
  item(
    'p-1',
    { kind: 'procedure', form: { beneficiary: 'b-1', session: 's-2', name: 'Renouvellement de la carte Vitale', theme: 'social_sante', look_again: '2026-11-24', notes: '' } },
    [step('o-2', 'commencee', '2026-11-03', 's-2'), step('st-7', 'bloquee', '2026-11-17')],
  ),
  item('n-1', { kind: 'needs_assessment', form: { beneficiary: 'b-1', date: '2026-09-08', answers: { prise_en_main: 'avec_aide', navigation: 'pas_encore', vocabulaire: 'pas_encore', courriel: 'pas_encore', traitement_de_texte: 'pas_encore', applications: 'avec_aide', contenus: 'avec_aide' }, notes: '' } }),
  item('n-2', { kind: 'needs_assessment', form: { beneficiary: 'b-1', date: '2026-11-17', answers: { prise_en_main: 'seul_a_son_rythme', navigation: 'avec_aide', vocabulaire: 'avec_aide', courriel: 'seul_a_son_rythme', traitement_de_texte: 'pas_encore', applications: 'pas_encore', contenus: 'avec_aide', reseaux_sociaux: 'avec_aide' }, notes: '' } }),
  item('m-1', { kind: 'mandate', form: { beneficiary: 'b-2', kind: 'en_presence', days: 182, start: '2026-05-29', look_again: '2026-11-27' } }, [], { ends: '2026-11-27' }),
  item('x-1', { kind: 'pix_result', form: { beneficiary: 'b-2', date: '2026-10-03', kind: 'niveau', points: 112 } }),
  item('d-1', { kind: 'digital_pass', form: { beneficiary: 'b-2', date: '2026-10-03', count: 10, face_value: 10 } }),
];

const AUTONOMY: ThemeAutonomy[] = [
  {
    theme: 'email',
    points: [
      { session: 's-3', date: '2026-09-08', autonomy: 'entierement_accompagne' },
      { session: 's-2', date: '2026-09-29', autonomy: 'entierement_accompagne' },
      { session: 's-1', date: '2026-10-20', autonomy: 'partiellement_autonome' },
      { session: 's-3b', date: '2026-11-17', autonomy: 'autonome' },
    ],
  },
  { theme: 'prendre_en_main_du_materiel', points: [{ session: 's-3', date: '2026-11-17', autonomy: 'partiellement_autonome' }] },
];

const SUGGESTIONS: FollowUpSuggestion[] = [{ kind: 'referral', session: 's-2', date: '2026-11-17', title: 'France Services de Valognes' }];

const blank = (kind: FollowUpFormKind, beneficiary: string, session: string | null, today: string): FollowUpForm => {
  switch (kind) {
    case 'goal':
      return { kind, form: { beneficiary, theme: null, wording: '', target: null, look_again: null, notes: '' } };
    case 'referral':
      return { kind, form: { beneficiary: beneficiary || null, session, place: null, place_name: '', redirection: null, date: today, reason: '', look_again: '2026-12-08', notes: '' } };
    case 'procedure':
      return { kind, form: { beneficiary, session, name: session ? 'Carte Vitale' : '', theme: null, look_again: null, notes: '' } };
    case 'needs_assessment':
      return { kind, form: { beneficiary, date: today, answers: {}, notes: '' } };
    case 'mandate':
      return { kind, form: { beneficiary, kind: null, days: null, start: today, look_again: null } };
    case 'pix_result':
      return { kind, form: { beneficiary, date: today, kind: null, points: null } };
    case 'digital_pass':
      return { kind, form: { beneficiary, date: today, count: 0, face_value: 0 } };
  }
};

const CLOSED = ['atteint', 'abandonne', 'aboutie', 'abandonnee', 'sans_suite', 'declinee'];
const sentence = (field: string, message: string) => ({ field, code: 'required', message }) as unknown as FieldError;
const lookAgain = ({ form }: FollowUpForm) => ('look_again' in form ? form.look_again : null);

export function createFollowUps({ today, empty, names, refuse, unknown, draftDone }: World): Handlers {
  const kept: Kept[] = empty ? [] : structuredClone([...ITEMS]);
  let sequence = 0;
  const live = () => kept.filter((one) => !one.deleted);
  const find = (id: string): Kept => kept.find((one) => one.id === id) ?? unknown();
  const remind = (one: Kept, day: string | null) => {
    if ('look_again' in one.form.form) one.form.form.look_again = day;
  };
  const due = () =>
    live()
      .flatMap((one) => {
        const day = lookAgain(one.form);
        return day !== null && !CLOSED.includes(one.state ?? '') ? [{ one, day }] : [];
      })
      .sort((a, b) => a.day.localeCompare(b.day));
  const today_ = () => due().filter(({ day }) => day <= today).length;

  return {
    followup_get: ({ id }) => ({
      today,
      items: live().filter(({ form }) => form.form.beneficiary === id),
      suggestions: empty || id !== 'b-1' ? [] : SUGGESTIONS.filter(({ session }) => !live().some(({ form }) => form.kind === 'referral' && form.form.session === session)),
      autonomy: empty || id !== 'b-1' ? [] : AUTONOMY,
    }),
    followup_of_session: ({ id }) => ({
      today,
      oriented: id === 's-2',
      place: id === 's-2' ? 'France Services de Valognes' : null,
      redirection: null,
      item: live().find(({ form }) => form.kind === 'referral' && form.form.session === id) ?? null,
    }),
    followup_open: ({ kind, id, beneficiary, session }) => {
      if (kind === 'follow_step') return unknown();
      const form = id === null ? blank(kind, beneficiary ?? (session ? 'b-1' : ''), session, today) : find(id).form;
      const person = form.form.beneficiary;
      const file: FollowUpFile = {
        id,
        form,
        person: person ? names(person) : null,
        place: null,
        session_place: session ? 'France Services de Valognes' : null,
        today,
        version: id === null ? null : 'v1',
      };
      return file;
    },
    followup_save: ({ id, draft, form }) => {
      const errors: FieldError[] = [];
      if (form.kind === 'goal' && form.form.wording.trim() === '') errors.push(sentence('wording', 'Veuillez renseigner l’objectif'));
      if (form.kind === 'goal' && form.form.theme === null) errors.push(sentence('theme', 'Veuillez renseigner une thématique'));
      if (form.kind === 'needs_assessment' && Object.keys(form.form.answers).length === 0) errors.push(sentence('answers', 'Veuillez répondre à au moins une ligne'));
      const day = lookAgain(form);
      if (day !== null && !/^\d{4}-\d{2}-\d{2}$/.test(day)) errors.push(sentence('look_again', 'Veuillez renseigner une date valide'));
      if (errors.length > 0) refuse(errors);
      draftDone(draft);
      const known = kept.find((one) => one.id === id);
      if (known) Object.assign(known, item(known.id, form, known.steps));
      else {
        sequence += 1;
        const first = { goal: 'en_cours', referral: 'proposee', procedure: 'commencee' }[form.kind as string];
        kept.unshift(item(`f-${sequence}`, form, first ? [step(`fs-${sequence}`, first, today)] : []));
      }
      return { id: id ?? `f-${sequence}` };
    },
    followup_delete: ({ kind, id }) => {
      if (kind === 'follow_step') {
        for (const one of kept) {
          one.steps = one.steps.filter((s) => s.id !== id);
          if (one.steps.length > 0) one.state = one.steps.at(-1)?.state ?? null;
        }
      } else find(id).deleted = true;
      return null;
    },
    followup_restore: ({ id }) => {
      find(id).deleted = false;
      return null;
    },
    followup_move: ({ kind, id, state, date }) => {
      const one = find(id);
      const before = lookAgain(one.form);
      const added = state === null ? null : `moved-${++sequence}`;
      if (state !== null && added !== null) {
        one.steps = [...one.steps, step(added, state, date ?? today)];
        one.state = state;
      }
      if (state === null || CLOSED.includes(state)) remind(one, null);
      return { kind, id, step: added, look_again: before };
    },
    followup_postpone: ({ kind, id, until }) => {
      const one = find(id);
      const before = lookAgain(one.form);
      remind(one, until);
      return { kind, id, step: null, look_again: before };
    },
    followup_undo: ({ id, step: added, look_again }) => {
      const one = find(id);
      one.steps = one.steps.filter((s) => s.id !== added);
      one.state = one.steps.at(-1)?.state ?? null;
      remind(one, look_again);
      return null;
    },
    relances: ({ offset, limit }) => ({
      today,
      total: due().length,
      due: today_(),
      rows: due()
        .slice(offset, offset + limit)
        .map(({ one: { id, form, title, state, conflict }, day }) => ({
          kind: form.kind,
          id,
          beneficiary: form.form.beneficiary,
          person: form.form.beneficiary ? names(form.form.beneficiary) : null,
          session: form.kind === 'referral' ? form.form.session : null,
          session_date: null,
          title,
          state,
          look_again: day,
          conflict,
        })),
      disputed: [],
    }),
    relances_count: () => ({ due: today_() }),
  };
}
