/** The person of an individual session: anonymous by default, followed when found or created. */
import { UserRound } from 'lucide-react';
import { useState } from 'react';

import { Button, Checkbox, Chips, errorOf, openFileName, Select, type Chip } from '../../kit';
import { AGE_BANDS, SOCIAL_STATUSES, type AnonymousPerson, type Gender } from '../../platform';
import { CommunePicker } from '../../pieces/CommunePicker';
import { PersonPicker, type Person } from '../../pieces/PersonPicker';
import type { FormPart } from './SessionEditor';
import styles from './session.module.css';

const GENDERS: readonly Chip<Gender>[] = [
  { value: 'feminin', label: 'F', spoken: 'Féminin' },
  { value: 'masculin', label: 'H', spoken: 'Masculin' },
];

interface WhoProps extends FormPart {
  person: Person | null;
  onPerson: (person: Person | null) => void;
}

export function WhoFields({ form, set, errors, person, onPerson }: WhoProps) {
  const [commune, setCommune] = useState(form.person.commune !== null);
  const about = (change: Partial<AnonymousPerson>) => set({ person: { ...form.person, ...change } });

  if (person) {
    return (
      <div className={styles.group} role="group" aria-label="Qui" data-field="people" data-group>
        <span className={styles.label}>Qui</span>
        <div className={styles.picked}>
          <UserRound aria-hidden />
          <strong>{openFileName(person.name)}</strong>
          <Button dense onPress={() => onPerson(null)}>
            Revenir à « Anonyme »
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.group} data-group>
      <PersonPicker
        label="Qui"
        field="people"
        placeholder="Anonyme — ou trois lettres d’un nom"
        onPick={onPerson}
        error={errorOf(errors, 'people')}
      />
      <div className={styles.about}>
        <Chips
          label="Genre"
          mode="one"
          optional
          chips={GENDERS}
          chosen={form.person.gender ? [form.person.gender] : []}
          onChange={([gender]) => about({ gender: gender ?? null })}
        />
        <Select label="Âge" options={AGE_BANDS} value={form.person.age_band} onChange={(age_band) => about({ age_band })} />
        <Select label="Statut" options={SOCIAL_STATUSES} value={form.person.status} onChange={(status) => about({ status })} />
        <Checkbox isSelected={form.person.already} onChange={(already) => about({ already })}>
          Déjà venu·e
        </Checkbox>
        {commune ? null : (
          <Button dense tone="quiet" onPress={() => setCommune(true)}>
            Sa commune…
          </Button>
        )}
      </div>
      {commune ? (
        <CommunePicker
          label="Commune de résidence"
          field="person.commune"
          value={form.person.commune}
          onChange={(value) => about({ commune: value })}
          error={errorOf(errors, 'person.commune')}
        />
      ) : null}
    </div>
  );
}
