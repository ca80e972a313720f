/** On a person's file, a session is called by what was done. */
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';

import type { SessionLine } from '../platform';
import { SessionRow } from './SessionRow';

const line: SessionLine = {
  id: 's',
  kind: 'collectif',
  date: '2026-11-22',
  recorded_at: '2026-11-22T09:30:00',
  duration: 90,
  person: null,
  named: 2,
  anonymous: 6,
  title: 'Ranger ses photos',
  themes: ['email'],
  place_kind: null,
  place: 'Mairie de Portbail',
  sent: true,
  conflict: false,
  tags: [],
};

const words = () => screen.getByRole('link').textContent;

it('a workshop by its title, with its themes below', () => {
  render(<SessionRow line={line} dated onFile />);
  expect(words()).toMatch(/Ranger ses photosE-mail · Mairie de Portbail/);
});

it('another session by its themes, said once', () => {
  render(<SessionRow line={{ ...line, kind: 'individuel', title: null, person: 'Odette Exemple' }} dated onFile />);
  expect(words().match(/E-mail/g)).toHaveLength(1);
  expect(words()).not.toMatch(/Odette/);
});
