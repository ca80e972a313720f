/**
 * The controls of a place's form. Each is drawn again only when its own value changes: the form has
 * a hundred of them, and a key pressed in one must not wait for the others.
 */
import { memo } from 'react';

import { Chips, errorOf, Select, TextField } from '../../kit';
import { labelOf, TYPOLOGIES, type FieldError, type PlaceForm } from '../../platform';
import styles from './place.module.css';

export type Textual = { [K in keyof PlaceForm]: PlaceForm[K] extends string ? K : never }[keyof PlaceForm];
export type Listed = { [K in keyof PlaceForm]: PlaceForm[K] extends string[] ? K : never }[keyof PlaceForm];
/** Lasts as long as the form. */
export type Set = (change: Partial<PlaceForm>) => void;

interface TextProps {
  label: string;
  field: Textual;
  value: string;
  set: Set;
  onBlur: () => void;
  error: string | undefined;
  /** The name of the field its errors bear, when it is another. */
  at?: string;
  description?: string;
  placeholder?: string;
  required?: boolean;
  autoFocus?: boolean;
  multiline?: boolean;
  type?: 'text' | 'tel';
  inputMode?: 'text' | 'numeric';
}

export const Text = memo(function Text({ field, at, set, ...rest }: TextProps) {
  return <TextField {...rest} field={at ?? field} autoComplete="off" onChange={(value) => set({ [field]: value })} />;
});

interface ListProps {
  label: string;
  field: Listed;
  values: readonly string[];
  set: Set;
  errors: readonly FieldError[];
}

type Terms = readonly { readonly value: string; readonly label: string }[];

export const Choice = memo(function Choice({ label, field, values, set, errors, terms }: ListProps & { terms: Terms }) {
  return (
    <Chips
      label={label}
      field={field}
      mode="many"
      chips={terms.map(({ value, label: text }) => ({ value, label: text }))}
      chosen={[...values]}
      onChange={(chosen) => set({ [field]: chosen })}
      error={errorOf(errors, field)}
    />
  );
});

/** Empty lines stay while one types; the rules forget them. */
export const Lines = memo(function Lines({ label, field, values, set, errors, description }: ListProps & { description?: string }) {
  return (
    <TextField
      label={label}
      description={description ?? 'Une par ligne.'}
      field={field}
      multiline
      value={values.join('\n')}
      onChange={(text) => set({ [field]: text === '' ? [] : text.split('\n') })}
      error={errorOf(errors, field)}
    />
  );
});

export const Kinds = memo(function Kinds({ field, values, set, errors, label }: ListProps) {
  const rest = TYPOLOGIES.filter(({ value }) => !values.includes(value));
  return (
    <div className={styles.group} data-field={field}>
      {values.length > 0 ? (
        <Chips
          label="Types choisis"
          mode="many"
          chips={values.map((value) => ({ value, label: labelOf(TYPOLOGIES, value) }))}
          chosen={[...values]}
          onChange={(chosen) => set({ [field]: chosen })}
          description="Appuyez sur un type pour le retirer."
        />
      ) : null}
      <Select
        label={values.length > 0 ? 'Ajouter un type' : label}
        options={rest}
        value={null}
        onChange={(value) => value && set({ [field]: [...values, value] })}
        error={errorOf(errors, field)}
      />
    </div>
  );
});
