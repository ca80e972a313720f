import { expect, it } from 'vitest';

import { initialsOf } from './discreet';

it('keeps of a name its initials', () => {
  expect(initialsOf('Odette Lemarinel')).toBe('O.\u00a0L.');
  expect(initialsOf('Thi Mai N’Guyen-Marais')).toBe('T.\u00a0N.');
  expect(initialsOf('évrard œuvrard')).toBe('É.\u00a0Œ.');
  expect(initialsOf('Cher')).toBe('C.');
  expect(initialsOf('  ')).toBe('');
});
