import { describe, expect, it } from 'vitest';

import { EMPTY_BENEFICIARY } from './BeneficiaryFields';
import { completed, typedBeyond } from './samePerson';

const known = { ...EMPTY_BENEFICIARY, first_name: 'Odette', last_name: 'Le Marinel', phone: '02 61 91 00 12', birth_year: '1948', notes: 'Vient le mardi.' };

describe('« C’est la même personne »', () => {
  it('loses nothing of what was typed', () => {
    const typed = { ...EMPTY_BENEFICIARY, first_name: 'ODETTE', last_name: 'lemarinel', phone: '+33 2 61 91 00 12', email: 'odette@example.org', gender: 'feminin' as const, notes: 'Appeler le soir.' };
    const beyond = typedBeyond(typed, known);
    expect(beyond).toEqual([
      { field: 'email', typed: 'odette@example.org', known: '' },
      { field: 'gender', typed: 'Féminin', known: '' },
      { field: 'notes', typed: 'Appeler le soir.', known: 'Vient le mardi.' },
    ]);
    const form = completed(known, typed, beyond.map(({ field }) => field));
    expect(form).toEqual({ ...known, email: 'odette@example.org', gender: 'feminin', notes: 'Vient le mardi.\n\nAppeler le soir.' });
  });

  it('says what differs, and replaces it only when asked', () => {
    const typed = { ...EMPTY_BENEFICIARY, first_name: 'Odette', last_name: 'Marin', phone: '06 39 98 00 01', no_phone: false, birth_year: '1949' };
    expect(typedBeyond(typed, known).map(({ field }) => field)).toEqual(['last_name', 'phone', 'birth_year']);
    expect(completed(known, typed, [])).toEqual(known);
    expect(completed({ ...known, phone: '', no_phone: true }, typed, ['phone'])).toMatchObject({ phone: '06 39 98 00 01', no_phone: false });
  });

  it('does not offer a band beside the year the file has', () => {
    expect(typedBeyond({ ...EMPTY_BENEFICIARY, age_band: 'soixante_dix_plus' }, known)).toEqual([]);
  });
});
