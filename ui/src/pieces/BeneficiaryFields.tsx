/** The fields of a person's form, whole or reduced to what a session leaves time for. */
import { Checkbox, errorOf, Select, TextField } from '../kit';
import { AGE_BANDS, GENDERS, SOCIAL_STATUSES, type BeneficiaryForm, type BeneficiaryLine, type FieldError } from '../platform';
import { CommunePicker } from './CommunePicker';
import styles from './pieces.module.css';
import { known } from './sessionForm';
import { TextGuard } from './TextGuard';

export const EMPTY_BENEFICIARY: BeneficiaryForm = {
  first_name: '',
  last_name: '',
  phone: '',
  no_phone: false,
  email: '',
  birth_year: '',
  commune: null,
  gender: null,
  age_band: null,
  status: null,
  notes: '',
};

/** Body of a person's draft. Opaque to the notebook. */
export interface BeneficiaryDraft {
  form: BeneficiaryForm;
  /** What was seen when the file was opened; given back when it is saved. */
  version: string | null;
  /** Resembling people said to be others while typing. */
  different: readonly string[];
}

export function readBeneficiaryDraft(body: unknown): BeneficiaryDraft {
  const outer = typeof body === 'object' && body !== null ? body : {};
  const version = 'version' in outer && typeof outer.version === 'string' ? outer.version : null;
  const different = 'different' in outer && Array.isArray(outer.different) ? outer.different.filter((id) => typeof id === 'string') : [];
  return { form: known(EMPTY_BENEFICIARY, 'form' in outer ? outer.form : outer), version, different };
}

export const BENEFICIARY_FIELDS = Object.keys(EMPTY_BENEFICIARY);

interface FieldsProps {
  form: BeneficiaryForm;
  set: (change: Partial<BeneficiaryForm>) => void;
  errors: readonly FieldError[];
  /** Only what identifies the person. */
  short?: boolean;
  autoFocus?: boolean;
  onBlur?: () => void;
}

export function IdentityFields({ form, set, errors, autoFocus, onBlur }: FieldsProps) {
  return (
    <>
    <div className={styles.grid}>
      <TextField label="Prénom(s)" required field="first_name" value={form.first_name} onChange={(v) => set({ first_name: v })} error={errorOf(errors, 'first_name')} autoFocus={autoFocus} onBlur={onBlur} autoComplete="off" />
      <TextField label="Nom d’usage" required field="last_name" value={form.last_name} onChange={(v) => set({ last_name: v })} error={errorOf(errors, 'last_name')} onBlur={onBlur} autoComplete="off" />
    </div>
    <TextGuard text={`${form.first_name} ${form.last_name}`} />
    </>
  );
}

export function ContactFields({ form, set, errors, onBlur, short }: FieldsProps) {
  return (
    <>
      <div className={styles.grid}>
        <div>
          <TextField label="Téléphone" field="phone" type="tel" value={form.phone} onChange={(v) => set({ phone: v })} error={errorOf(errors, 'phone')} isDisabled={form.no_phone} onBlur={onBlur} autoComplete="off" />
          <Checkbox field="no_phone" isSelected={form.no_phone} onChange={(no_phone) => set(no_phone ? { no_phone, phone: '' } : { no_phone })}>
            N’a pas de téléphone
          </Checkbox>
        </div>
        {short ? null : (
          <TextField label="Adresse e-mail" field="email" type="email" value={form.email} onChange={(v) => set({ email: v })} error={errorOf(errors, 'email')} onBlur={onBlur} autoComplete="off" />
        )}
        {short ? <BirthYear {...{ form, set, errors, onBlur }} /> : null}
      </div>
      <CommunePicker label="Commune de résidence" field="commune" value={form.commune} onChange={(commune) => set({ commune })} error={errorOf(errors, 'commune')} />
    </>
  );
}

function BirthYear({ form, set, errors, onBlur }: FieldsProps) {
  return (
    <TextField label="Année de naissance" field="birth_year" inputMode="numeric" placeholder="AAAA" maxLength={4} value={form.birth_year} onChange={(v) => set({ birth_year: v })} error={errorOf(errors, 'birth_year')} onBlur={onBlur} autoComplete="off" />
  );
}

export function MoreFields({ form, set, errors, onBlur }: FieldsProps) {
  const born = form.birth_year.trim() !== '';
  return (
    <div className={styles.grid}>
      <BirthYear {...{ form, set, errors, onBlur }} />
      {born ? null : (
        <Select label="Tranche d’âge" field="age_band" options={AGE_BANDS} value={form.age_band} onChange={(age_band) => set({ age_band })} error={errorOf(errors, 'age_band')} />
      )}
      <Select label="Genre" field="gender" options={GENDERS} value={form.gender} onChange={(gender) => set({ gender })} error={errorOf(errors, 'gender')} />
      <Select label="Statut" field="status" options={SOCIAL_STATUSES} value={form.status} onChange={(status) => set({ status })} error={errorOf(errors, 'status')} />
    </div>
  );
}

export function NotesField({ form, set, errors, onBlur }: FieldsProps) {
  return (
    <>
      <TextField
        label="Notes"
        multiline
        field="notes"
        value={form.notes}
        onChange={(notes) => set({ notes })}
        onBlur={onBlur}
        description="Il est interdit de stocker des informations sensibles (données de santé, mots de passe, etc). Il est fortement recommandé de ne stocker que les informations utiles au suivi."
        error={errorOf(errors, 'notes')}
      />
      <TextGuard text={form.notes} />
    </>
  );
}

/** What tells two people of one name apart. */
export function detailsOf(line: BeneficiaryLine): string {
  return [line.birth_year === null ? null : `née ou né en ${line.birth_year}`, line.commune, line.phone?.replaceAll(' ', '\u00a0')].filter(Boolean).join(' · ');
}
