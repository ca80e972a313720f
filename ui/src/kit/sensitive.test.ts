import { describe, expect, it } from 'vitest';

import { sensitiveIn } from './sensitive';

describe('notes that must not be kept', () => {
  it.each([
    // Built with the documented key, of nobody: born in month 99.
    ['sécu 1 85 99 78 006 084 43', 'un numéro de sécurité sociale'],
    ['carte 4111 1111 1111 1111', 'un numéro de carte bancaire'],
    ['mot de passe : soleil1948', 'un mot de passe'],
    ['son diabète rend la lecture difficile', 'une donnée de santé'],
  ])('%s', (text, words) => expect(sensitiveIn(text)).toBe(words));

  it.each(['', 'Reprendre la lettre à la CAF', 'Créer un mot de passe solide', 'téléphone 02 61 91 00 12', 'dossier 1234567890123'])(
    'says nothing of « %s »',
    (text) => expect(sensitiveIn(text)).toBeNull(),
  );
});
