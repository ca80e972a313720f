import { beforeEach, describe, expect, it } from 'vitest';

import { href, parseRoute, rememberDraft, type Route } from './router';

const ROUTES: Route[] = [
  { name: 'today' },
  { name: 'sessions' },
  { name: 'session_new' },
  { name: 'session_new', workshop: true },
  { name: 'session_new', repeat: true, draft: 'd-1' },
  { name: 'session_new', person: 'b-1' },
  { name: 'session', id: 's-1' },
  { name: 'session', id: 's-1', draft: 'd-2' },
  { name: 'beneficiaries' },
  { name: 'beneficiary_new' },
  { name: 'beneficiary', id: 'b-1' },
  { name: 'beneficiary_edit', id: 'b-1', draft: 'd-3' },
  { name: 'relances' },
  { name: 'follow_up', kind: 'goal', person: 'b-1' },
  { name: 'follow_up', kind: 'referral', session: 's-1', draft: 'd-4' },
  { name: 'follow_up', kind: 'needs_assessment', id: 'n-1' },
  { name: 'sync' },
  { name: 'settings' },
];

describe('addresses', () => {
  it.each(ROUTES.map((route) => [href(route), route] as const))('%s', (address, route) => expect(parseRoute(address)).toEqual(route));

  it('takes an unknown or malformed address to the day', () => {
    expect(parseRoute('#/nulle-part')).toEqual({ name: 'today' });
    expect(parseRoute('#/seances/<script>')).toEqual({ name: 'sessions' });
    expect(parseRoute('#/suivi/chose/nouveau')).toEqual({ name: 'relances' });
    expect(parseRoute('#/suivi/objectif/<x>')).toEqual({ name: 'follow_up', kind: 'goal' });
    expect(parseRoute('#/seances/nouvelle?draft=<x>')).toEqual({ name: 'session_new' });
  });
});

describe('the open draft in the address', () => {
  beforeEach(() => {
    window.location.hash = '#/seances/nouvelle?atelier';
  });

  it('is added without losing the rest, and replaced by the next', () => {
    rememberDraft('d-1');
    expect(parseRoute(window.location.hash)).toEqual({ name: 'session_new', workshop: true, draft: 'd-1' });
    rememberDraft('d-2');
    expect(parseRoute(window.location.hash)).toEqual({ name: 'session_new', workshop: true, draft: 'd-2' });
  });
});
