/** « C’est la même personne »: what was typed and the existing file does not have, so that nothing is lost. */
import { AGE_BANDS, GENDERS, labelOf, SOCIAL_STATUSES, type BeneficiaryForm } from '../platform';

/** A field of the form, with those that go with it. */
export type TypedField = 'first_name' | 'last_name' | 'phone' | 'email' | 'birth_year' | 'age_band' | 'commune' | 'gender' | 'status' | 'notes';

export interface Typed {
  field: TypedField;
  /** What was typed, in words. */
  typed: string;
  /** What the file says, in words; empty when nothing. */
  known: string;
}

const FIELDS: readonly TypedField[] = ['first_name', 'last_name', 'phone', 'email', 'birth_year', 'age_band', 'commune', 'gender', 'status', 'notes'];

function words(form: BeneficiaryForm, field: TypedField): string {
  switch (field) {
    case 'phone':
      return form.no_phone ? 'N’a pas de téléphone' : form.phone.trim();
    case 'commune':
      return form.commune ? `${form.commune.name} (${form.commune.postcode})` : '';
    case 'gender':
      return form.gender && form.gender !== 'non_communique' ? labelOf(GENDERS, form.gender) : '';
    case 'age_band':
      // Beside a year of birth the band says nothing more.
      return form.birth_year.trim() === '' && form.age_band && form.age_band !== 'non_communique' ? labelOf(AGE_BANDS, form.age_band) : '';
    case 'status':
      return form.status && form.status !== 'non_communique' ? labelOf(SOCIAL_STATUSES, form.status) : '';
    default:
      return form[field].trim();
  }
}

const fold = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/œ/gi, 'oe')
    .replace(/[^\p{L}\p{N}@.]/gu, '')
    .toLowerCase();

/** The last nine digits: the same number, whatever the way of writing it. */
const digits = (text: string) => text.replace(/\D/g, '').slice(-9);

function same(field: TypedField, typed: string, known: string): boolean {
  if (field === 'phone' && /\d/.test(typed)) return digits(typed) === digits(known);
  if (field === 'notes') return known.includes(typed);
  return fold(typed) === fold(known);
}

/** What was typed that the file does not say, or says otherwise. */
export function typedBeyond(typed: BeneficiaryForm, known: BeneficiaryForm): Typed[] {
  return FIELDS.map((field) => ({ field, typed: words(typed, field), known: words(known, field) })).filter(
    (one) =>
      one.typed !== '' &&
      !same(one.field, one.typed, one.known) &&
      // A band says less than the year the file has.
      !(one.field === 'age_band' && known.birth_year.trim() !== ''),
  );
}

/** The file with these fields as typed; notes are added under its own. */
export function completed(known: BeneficiaryForm, typed: BeneficiaryForm, fields: readonly TypedField[]): BeneficiaryForm {
  let form = known;
  for (const field of fields) {
    if (field === 'notes' && known.notes.trim() !== '') form = { ...form, notes: `${known.notes}\n\n${typed.notes}` };
    else if (field === 'phone') form = { ...form, phone: typed.no_phone ? '' : typed.phone, no_phone: typed.no_phone };
    else if (field === 'birth_year') form = { ...form, birth_year: typed.birth_year, age_band: null };
    else form = { ...form, [field]: typed[field] };
  }
  return form;
}
