/** Orders, silence and the rescue parcel, for tests and for drawing screens. */
import type { AsideItem, FileOut, Hold, Wiped } from '../platform';
import { TODAY } from './samples';

export const HOLDS: Record<Hold['kind'], Hold> = {
  locked: { kind: 'locked', by: 'Dominique Exemple', reason: 'Portable égaré dans le bus', at: `${TODAY}T10:05:00+01:00`, days: 45, pending: 7 },
  draining: { kind: 'draining', by: 'Dominique Exemple', reason: 'Fin de mission', at: `${TODAY}T10:05:00+01:00`, days: 45, pending: 7 },
  silent: { kind: 'silent', by: '', reason: '', at: null, days: 45, pending: 7 },
};

export const WIPED: Wiped = { by: 'Dominique Exemple', reason: 'Portable volé', at: `${TODAY}T10:05:00+01:00`, drained: false, left: false };

export const PARCEL: FileOut = { name: `escale-${TODAY}.escale-colis`, media_type: 'application/octet-stream', base64: btoa('ESCALE-COLIS 1') };

export const ASIDES: readonly AsideItem[] = [
  { label: 'Séance du 20 novembre · E-mail', table: 'session', why: 'rights', at: `${TODAY}T08:50:00+01:00`, state: 'waiting', reason: null },
  { label: 'Odette Lemarinel', table: 'beneficiary', why: 'shut_out', at: `${TODAY}T08:50:00+01:00`, state: 'rejected', reason: 'Déjà suivie ailleurs' },
];
