import { describe, expect, it } from 'vitest';

import { BEGINS, closeness, fold, typos } from './match';

describe('finding a label', () => {
  it('folds French as the notebook does', () => {
    expect(fold('  L’Œuvre d’Évrard — N’Guyen ')).toBe('l oeuvre d evrard n guyen');
  });

  it('counts letters wrong, missing, added or swapped', () => {
    expect([typos('seance', 'seance'), typos('saence', 'seance'), typos('seanc', 'seance'), typos('seeance', 'seance'), typos('xxxxxx', 'seance')]).toEqual([0, 1, 1, 1, 6]);
  });

  it('prefers words begun, then the inside of words, then typing errors', () => {
    expect(closeness('nouv sea', 'Nouvelle séance')).toBe(BEGINS);
    expect(closeness('SÉANCE nouvelle', 'Nouvelle séance')).toBe(BEGINS);
    expect(closeness('velle', 'Nouvelle séance')).toBe(2);
    expect(closeness('verouiller', 'Verrouiller le carnet')).toBe(1);
    expect(closeness('email', 'E-mail')).toBe(BEGINS);
    expect(closeness('', 'Tout')).toBe(BEGINS);
    expect(closeness('carte', 'Nouvelle séance')).toBe(0);
    // Two letters inside a word, or a typo in three letters, would find everything.
    expect(closeness('ll', 'Nouvelle')).toBe(0);
    expect(closeness('nux', 'Nouvelle')).toBe(0);
  });
});
