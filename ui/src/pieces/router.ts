/**
 * Where one is, in the address after `#`. Addresses carry identifiers only, never what a person
 * typed or is called.
 */
import { useSyncExternalStore } from 'react';

import type { FollowUpForm } from '../platform';

/** Everything that follows a person and has a form. */
export type FollowUpFormKind = FollowUpForm['kind'];
import { parsePlanning, planningHref, type PlanningRoute } from './planningRoutes';

export type Route =
  | { name: 'today' }
  | { name: 'sessions' }
  /** `like`: the session this one starts as a copy of. `planned`: the planned workshop it records. */
  | { name: 'session_new'; workshop?: boolean; repeat?: boolean; draft?: string; person?: string; planned?: string; like?: string }
  | { name: 'session'; id: string; draft?: string }
  | { name: 'beneficiaries' }
  | { name: 'beneficiary_new'; draft?: string }
  | { name: 'beneficiary_import' }
  | { name: 'beneficiary'; id: string }
  | { name: 'beneficiary_edit'; id: string; draft?: string }
  | { name: 'relances' }
  | { name: 'follow_up'; kind: FollowUpFormKind; id?: string; person?: string; session?: string; draft?: string }
  | { name: 'beneficiary_history'; id: string }
  /** Two files side by side: `id` would stay, `other` would be joined to it. */
  | { name: 'beneficiary_merge'; id: string; other: string }
  | { name: 'duplicates' }
  | PlanningRoute
  | { name: 'tags' }
  | { name: 'corbeille' }
  | { name: 'erasures' }
  | { name: 'places' }
  | { name: 'place_new'; draft?: string }
  | { name: 'place'; id: string }
  | { name: 'place_edit'; id: string; draft?: string }
  | { name: 'place_import' }
  | { name: 'territories' }
  | { name: 'territory_new'; draft?: string; place?: string }
  | { name: 'territory'; id: string }
  | { name: 'territory_edit'; id: string; draft?: string }
  | { name: 'sync' }
  | { name: 'settings' }
  | { name: 'help'; page?: string };

const ID = /^[\w-]{1,64}$/;

const FOLLOW_UPS: Readonly<Record<FollowUpFormKind, string>> = {
  goal: 'objectif',
  referral: 'orientation',
  procedure: 'demarche',
  needs_assessment: 'diagnostic',
  mandate: 'mandat',
  pix_result: 'pix',
  digital_pass: 'pass',
};

const followUpOf = (word: string | undefined) => (Object.keys(FOLLOW_UPS) as FollowUpFormKind[]).find((kind) => FOLLOW_UPS[kind] === word);

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [room, id, act, other] = path.split('/');
  const query = new URLSearchParams(search);
  const pick = (name: string) => {
    const value = query.get(name);
    return value !== null && ID.test(value) ? { [name]: value } : {};
  };
  const known = id !== undefined && ID.test(id) ? id : undefined;
  switch (room) {
    case 'seances':
      if (id === 'nouvelle') {
        return {
          name: 'session_new',
          ...(query.has('atelier') ? { workshop: true } : {}),
          ...(query.has('meme') ? { repeat: true } : {}),
          ...pick('draft'),
          ...pick('person'),
          ...pick('planned'),
          ...pick('like'),
        };
      }
      return known ? { name: 'session', id: known, ...pick('draft') } : { name: 'sessions' };
    case 'beneficiaires':
      if (id === 'importer') return { name: 'beneficiary_import' };
      if (id === 'nouveau') return { name: 'beneficiary_new', ...pick('draft') };
      if (id === 'doublons') return { name: 'duplicates' };
      if (!known) return { name: 'beneficiaries' };
      if (act === 'modifier') return { name: 'beneficiary_edit', id: known, ...pick('draft') };
      if (act === 'historique') return { name: 'beneficiary_history', id: known };
      if (act === 'reunir' && other !== undefined && ID.test(other)) return { name: 'beneficiary_merge', id: known, other };
      return { name: 'beneficiary', id: known };
    case 'relances':
      return { name: 'relances' };
    case 'suivi': {
      const kind = followUpOf(id);
      if (kind === undefined) return { name: 'relances' };
      const existing = act !== undefined && act !== 'nouveau' && ID.test(act);
      return { name: 'follow_up', kind, ...(existing ? { id: act } : {}), ...pick('person'), ...pick('session'), ...pick('draft') };
    }
    case 'planning':
      return parsePlanning(path.split('/').slice(1), query);
    case 'etiquettes':
      return { name: 'tags' };
    case 'corbeille':
      return { name: 'corbeille' };
    case 'effacements':
      return { name: 'erasures' };
    case 'lieux':
      if (id === 'nouveau') return { name: 'place_new', ...pick('draft') };
      if (id === 'importer') return { name: 'place_import' };
      if (!known) return { name: 'places' };
      return act === 'modifier' ? { name: 'place_edit', id: known, ...pick('draft') } : { name: 'place', id: known };
    case 'territoire':
      if (id === 'nouveau') return { name: 'territory_new', ...pick('draft'), ...pick('place') };
      if (!known) return { name: 'territories' };
      return act === 'modifier' ? { name: 'territory_edit', id: known, ...pick('draft') } : { name: 'territory', id: known };
    case 'synchronisation':
      return { name: 'sync' };
    case 'reglages':
      return { name: 'settings' };
    case 'aide':
      return known ? { name: 'help', page: known } : { name: 'help' };
    default:
      return { name: 'today' };
  }
}

export function href(route: Route): string {
  const draft = 'draft' in route && route.draft ? `draft=${route.draft}` : '';
  switch (route.name) {
    case 'today':
      return '#/';
    case 'sessions':
      return '#/seances';
    case 'session_new':
      return withQuery('#/seances/nouvelle', [
        route.workshop ? 'atelier' : '',
        route.repeat ? 'meme' : '',
        draft,
        route.person ? `person=${route.person}` : '',
        route.planned ? `planned=${route.planned}` : '',
        route.like ? `like=${route.like}` : '',
      ]);
    case 'session':
      return withQuery(`#/seances/${route.id}`, [draft]);
    case 'beneficiaries':
      return '#/beneficiaires';
    case 'beneficiary_new':
      return withQuery('#/beneficiaires/nouveau', [draft]);
    case 'beneficiary_import':
      return '#/beneficiaires/importer';
    case 'beneficiary':
      return `#/beneficiaires/${route.id}`;
    case 'beneficiary_edit':
      return withQuery(`#/beneficiaires/${route.id}/modifier`, [draft]);
    case 'relances':
      return '#/relances';
    case 'follow_up':
      return withQuery(`#/suivi/${FOLLOW_UPS[route.kind]}/${route.id ?? 'nouveau'}`, [
        draft,
        route.person ? `person=${route.person}` : '',
        route.session ? `session=${route.session}` : '',
      ]);
    case 'beneficiary_history':
      return `#/beneficiaires/${route.id}/historique`;
    case 'beneficiary_merge':
      return `#/beneficiaires/${route.id}/reunir/${route.other}`;
    case 'duplicates':
      return '#/beneficiaires/doublons';
    case 'tags':
      return '#/etiquettes';
    case 'corbeille':
      return '#/corbeille';
    case 'erasures':
      return '#/effacements';
    case 'places':
      return '#/lieux';
    case 'place_new':
      return withQuery('#/lieux/nouveau', [draft]);
    case 'place':
      return `#/lieux/${route.id}`;
    case 'place_edit':
      return withQuery(`#/lieux/${route.id}/modifier`, [draft]);
    case 'place_import':
      return '#/lieux/importer';
    case 'territories':
      return '#/territoire';
    case 'territory_new':
      return withQuery('#/territoire/nouveau', [draft, route.place ? `place=${route.place}` : '']);
    case 'territory':
      return `#/territoire/${route.id}`;
    case 'territory_edit':
      return withQuery(`#/territoire/${route.id}/modifier`, [draft]);
    case 'sync':
      return '#/synchronisation';
    case 'settings':
      return '#/reglages';
    case 'help':
      return route.page ? `#/aide/${route.page}` : '#/aide';
    default:
      return planningHref(route);
  }
}

function withQuery(path: string, parts: readonly string[]): string {
  const query = parts.filter(Boolean).join('&');
  return query ? `${path}?${query}` : path;
}

/** Each arrival counts, even at the same address: « Nouvelle séance » twice is two forms. */
let arrivals = 0;
const listeners = new Set<() => void>();

export function navigate(route: Route): void {
  const target = href(route);
  if (window.location.hash === target) {
    arrivals += 1;
    listeners.forEach((listener) => listener());
  } else {
    window.location.hash = target;
  }
}

/** The address last written without arriving: some engines tell it as a change. */
let remembered: string | null = null;

/** The open form's draft in the address, without arriving anywhere: a lock or a reload resumes it. */
export function rememberDraft(id: string): void {
  const [path = '#/', search = ''] = window.location.hash.split('?');
  const query = search.split('&').filter((part) => part !== '' && !part.startsWith('draft='));
  remembered = `${path}?${[...query, `draft=${id}`].join('&')}`;
  window.history.replaceState(null, '', remembered);
}

function subscribe(listener: () => void): () => void {
  const changed = () => {
    if (window.location.hash !== remembered) {
      arrivals += 1;
      remembered = null;
    }
    listener();
  };
  window.addEventListener('hashchange', changed);
  listeners.add(listener);
  return () => {
    window.removeEventListener('hashchange', changed);
    listeners.delete(listener);
  };
}

export function useRoute(): { route: Route; arrival: number } {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const arrival = useSyncExternalStore(subscribe, () => arrivals);
  return { route: parseRoute(hash), arrival };
}
