/** A workshop: its title, its level, those followed by name, and the others as counts that must add up. */
import { X } from 'lucide-react';

import { Button, Chips, count, CountField, errorOf, LiveError, PersonName, TextField, useVeil, type FieldSentence } from '../../kit';
import {
  AGE_BANDS,
  GENDERS,
  SOCIAL_STATUSES,
  WORKSHOP_LEVELS,
  type AnonymousGroup,
} from '../../platform';
import { PersonPicker, type Person } from '../../pieces/PersonPicker';
import type { FormPart } from './SessionEditor';
import styles from './session.module.css';

const UNDECLARED = 'non_communique';
/** The national platform's sentence. */
const TOO_MANY = 'La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes';

interface WorkshopProps extends FormPart {
  people: readonly Person[];
  onPeople: (people: Person[]) => void;
}

export function WorkshopFields({ form, set, errors, onBlur, people, onPeople }: WorkshopProps) {
  const { anonymous } = form;
  const change = (fields: Partial<AnonymousGroup>) => set({ anonymous: { ...anonymous, ...fields } });
  const peopleError = errorOf(errors, 'people');
  const veil = useVeil();
  // What was counted stays on the screen, whatever becomes of the total: its error must be seen.
  const told = [anonymous.genders, anonymous.age_bands, anonymous.statuses].some((family) => Object.keys(family).length > 0);
  return (
    <div className={styles.group} data-group>
      <TextField label="Titre de l’atelier" field="title" value={form.title ?? ''} onChange={(title) => set({ title })} onBlur={onBlur} error={errorOf(errors, 'title')} />
      <Chips
        label="Niveau de l’atelier"
        field="level"
        mode="one"
        optional
        chips={WORKSHOP_LEVELS}
        chosen={form.level ? [form.level] : []}
        onChange={([level]) => set({ level: level ?? null })}
        error={errorOf(errors, 'level')}
      />
      <div data-group>
      <PersonPicker
        label={`Bénéficiaires suivis · ${people.length}`}
        field="people"
        placeholder="Ajouter quelqu’un par son nom"
        except={people.map((p) => p.id)}
        onPick={(person) => onPeople([...people, person])}
        error={peopleError}
      />
      </div>
      {people.length > 0 ? (
        <ul className={styles.people} aria-label="Bénéficiaires suivis présents">
          {people.map((person) => (
            <li key={person.id}>
              <PersonName name={person.name} />
              <Button
                dense
                tone="quiet"
                icon={X}
                aria-label={`Retirer ${veil.name(person.name)}`}
                onPress={() => onPeople(people.filter((p) => p.id !== person.id))}
              >
                Retirer
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <fieldset className={styles.anonymous} data-field="anonymous" data-group>
        <legend>Bénéficiaires anonymes</legend>
        <div className={styles.counts}>
          <CountField label="Combien en tout" field="anonymous.total" value={anonymous.total} onChange={(total) => change({ total })} error={errorOf(errors, 'anonymous.total')} />
          <CountField
            label="Dont déjà accompagnés"
            field="anonymous.already"
            value={anonymous.already}
            onChange={(already) => change({ already })}
            error={errorOf(errors, 'anonymous.already') ?? (anonymous.already > anonymous.total ? TOO_MANY : undefined)}
          />
        </div>
        {anonymous.total > 0 || told ? (
          <>
            <Family name="Genre" field="anonymous.genders" terms={GENDERS} counts={anonymous.genders} total={anonymous.total} errors={errors} onChange={(genders) => change({ genders })} />
            <Family name="Tranche d’âge" field="anonymous.age_bands" terms={AGE_BANDS} counts={anonymous.age_bands} total={anonymous.total} errors={errors} onChange={(age_bands) => change({ age_bands })} />
            <Family name="Statut" field="anonymous.statuses" terms={SOCIAL_STATUSES} counts={anonymous.statuses} total={anonymous.total} errors={errors} onChange={(statuses) => change({ statuses })} />
          </>
        ) : null}
      </fieldset>
    </div>
  );
}

interface FamilyProps<T extends string> {
  name: string;
  field: string;
  terms: readonly { value: T; label: string }[];
  counts: Partial<Record<T, number>>;
  total: number;
  errors: FormPart['errors'];
  onChange: (counts: Partial<Record<T, number>>) => void;
}

const zero = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? 0 : value);

/** A family of counts. What is not told is computed, never typed. */
function Family<T extends string>({ name, field, terms, counts, total, errors, onChange }: FamilyProps<T>) {
  const told = terms.filter(({ value }) => value !== UNDECLARED);
  const rest = zero(total) - told.reduce((sum, { value }) => sum + zero(counts[value]), 0);
  const undeclared = terms.find(({ value }) => value === UNDECLARED)?.label ?? 'Non communiqué';
  const error = errors.find((e) => e.field === field)?.message ?? (rest < 0 ? TOO_MANY : undefined);
  return (
    <fieldset className={styles.family} data-field={field} aria-describedby={`${field}-rest`}>
      <legend>{name}</legend>
      <div className={styles.counts}>
        {told.map(({ value, label }) => (
          <CountField
            key={value}
            label={label}
            field={`${field}.${value}`}
            value={counts[value] ?? 0}
            error={errorOf(errors, `${field}.${value}`)}
            onChange={(typed) => {
              const next = { ...counts };
              // Zero is silence: only what is told is sent.
              if (typed === 0) Reflect.deleteProperty(next, value);
              else next[value] = typed;
              onChange(next);
            }}
          />
        ))}
      </div>
      <p id={`${field}-rest`} className={styles.rest}>
        {undeclared} : {count(Math.max(0, rest), 'personne')}
      </p>
      {error ? <LiveError>{error}</LiveError> : null}
    </fieldset>
  );
}

/** Counts that are no whole numbers: the rules cannot even read them. */
export function unreadCounts(anonymous: AnonymousGroup): FieldSentence[] {
  const all: [string, number][] = [
    ['total', anonymous.total],
    ['already', anonymous.already],
    ...(['genders', 'age_bands', 'statuses'] as const).flatMap((family) =>
      Object.entries(anonymous[family]).map(([value, number]): [string, number] => [`${family}.${value}`, number]),
    ),
  ];
  return all.filter(([, number]) => Number.isNaN(number)).map(([field]) => ({ field: `anonymous.${field}`, message: '' }));
}
