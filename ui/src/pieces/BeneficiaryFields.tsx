/** The fields of a person's form, whole or reduced to what a session leaves time for. */
import { useState } from 'react';

import { Button, Checkbox, errorOf, PersonName, Select, TextField, useRested, useVeil } from '../kit';
import { AGE_BANDS, GENDERS, SOCIAL_STATUSES, useAnswer, type BeneficiaryForm, type BeneficiaryLine, type FieldError } from '../platform';
import { CommunePicker } from './CommunePicker';
import styles from './pieces.module.css';
import { known } from './sessionForm';

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
}

export function readBeneficiaryDraft(body: unknown): BeneficiaryDraft {
  const outer = typeof body === 'object' && body !== null ? body : {};
  const version = 'version' in outer && typeof outer.version === 'string' ? outer.version : null;
  return { form: known(EMPTY_BENEFICIARY, 'form' in outer ? outer.form : outer), version };
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
    <div className={styles.grid}>
      <TextField label="Prénom(s)" required field="first_name" value={form.first_name} onChange={(v) => set({ first_name: v })} error={errorOf(errors, 'first_name')} autoFocus={autoFocus} onBlur={onBlur} autoComplete="off" />
      <TextField label="Nom d’usage" required field="last_name" value={form.last_name} onChange={(v) => set({ last_name: v })} error={errorOf(errors, 'last_name')} onBlur={onBlur} autoComplete="off" />
    </div>
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

interface TwinsProps {
  form: BeneficiaryForm;
  /** The file being changed. */
  except: string | null;
  onSame: (line: BeneficiaryLine) => void;
  sameLabel: string;
}

/** People already known who may be the one being typed: said while typing, decided by the person. */
export function Twins({ form, except, onSame, sameLabel }: TwinsProps) {
  const veil = useVeil();
  const rested = useRested(form, 250);
  const [different, setDifferent] = useState<readonly string[]>([]);
  const named = rested.first_name.trim() !== '' && rested.last_name.trim() !== '';
  const answer = useAnswer('beneficiary_twins', { except, form: rested }, { enabled: named, keepPrevious: true });
  const twins = named ? (answer.data ?? []).filter((line) => !different.includes(line.id)) : [];
  return (
    <div role="status">
      {twins.length > 0 ? (
        <div className={styles.twins}>
          <strong>{twins.length === 1 ? 'Cette personne semble déjà avoir une fiche.' : 'Ces personnes lui ressemblent.'}</strong>
          {twins.map((line) => (
            <div key={line.id} className={styles.twin}>
              <span>
                <strong>
                  <PersonName name={line.name} />
                </strong>
                <br />
                <span className={styles.sub}>{veil.words(detailsOf(line))}</span>
              </span>
              <span className={styles.buttons}>
                <Button dense onPress={() => onSame(line)} aria-label={`${sameLabel} : ${veil.name(line.name)}`}>
                  {sameLabel}
                </Button>
                <Button dense tone="quiet" onPress={() => setDifferent((ids) => [...ids, line.id])} aria-label={`Personne différente : ${veil.name(line.name)}`}>
                  Personne différente
                </Button>
              </span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** What tells two people of one name apart. */
export function detailsOf(line: BeneficiaryLine): string {
  return [line.birth_year === null ? null : `née ou né en ${line.birth_year}`, line.commune, line.phone?.replaceAll(' ', '\u00a0')].filter(Boolean).join(' · ');
}
