/** A place met on the road: what the directory needs to find it again. */
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, Checkbox, Dialog, errorOf, FailureNote, focusFirstError, Select, strayErrors, TextField, ErrorText } from '../kit';
import { failureOf, useInvoke, type Failure, type PlaceForm, type PlaceLine } from '../platform';
import { CommunePicker } from './CommunePicker';
import { EMPTY_PLACE } from './placeForm';
import styles from './pieces.module.css';

/** The typologies an itinerant adviser meets most; the directory knows the others. */
const TYPOLOGIES = [
  { value: 'MUNI', label: 'Mairie, municipalité' },
  { value: 'BIB', label: 'Bibliothèque, médiathèque' },
  { value: 'CCAS', label: 'Centre communal d’action sociale (CCAS)' },
  { value: 'CMS', label: 'Centre médico-social (CMS)' },
  { value: 'CS', label: 'Centre social' },
  { value: 'RFS', label: 'France Services' },
  { value: 'ML', label: 'Mission locale' },
  { value: 'EPN', label: 'Espace public numérique (EPN)' },
  { value: 'TIERS_LIEUX', label: 'Tiers-lieu' },
  { value: 'ASSO', label: 'Association' },
  { value: 'Autre', label: 'Autre' },
] as const;

const SHOWN = ['name', 'address', 'commune', 'typologies'];

export function PlaceDialog({ name, onClose, onSaved }: { name: string; onClose: () => void; onSaved: (place: PlaceLine) => void }) {
  const invoke = useInvoke();
  const root = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [form, setForm] = useState<PlaceForm>({ ...EMPTY_PLACE, name });
  const set = (change: Partial<PlaceForm>) => setForm((before) => ({ ...before, ...change }));
  const errors = failure?.fields ?? [];

  const save = async () => {
    try {
      const { id } = await invoke('place_save', { id: null, form, draft: null, version: null });
      onSaved({
        id,
        name: form.name,
        commune: form.commune ? form.commune.name : null,
        typologies: form.typologies,
        sessions: 0,
      });
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    }
  };

  return (
    <Dialog title="Ajouter un lieu" isOpen onClose={onClose}>
      <div ref={root}>
        <Form
          className={styles.stack}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            void save();
          }}
        >
          {failure && (failure.code !== 'invalid' || errors.length === 0) ? <FailureNote failure={failure} /> : null}
          {strayErrors(errors, SHOWN).map((e) => (
            <ErrorText key={e.field}>{e.message}</ErrorText>
          ))}
          <TextField label="Nom du lieu" required field="name" value={form.name} onChange={(v) => set({ name: v })} error={errorOf(errors, 'name')} autoFocus />
          <TextField label="Adresse" field="address" value={form.address} onChange={(v) => set({ address: v })} error={errorOf(errors, 'address')} />
          <CommunePicker label="Commune" required field="commune" value={form.commune} onChange={(commune) => set({ commune })} error={errorOf(errors, 'commune')} />
          <Select
            label="Type de lieu"
            field="typologies"
            options={TYPOLOGIES}
            value={TYPOLOGIES.find((t) => t.value === form.typologies[0])?.value ?? null}
            onChange={(v) => set({ typologies: v ? [v] : [] })}
            error={errorOf(errors, 'typologies')}
          />
          <Checkbox isSelected={form.itinerant} onChange={(itinerant) => set({ itinerant })}>
            Lieu d’activité itinérant (exemple : bus)
          </Checkbox>
          <div className={styles.buttons}>
            <Button onPress={onClose}>Fermer</Button>
            <Button tone="primary" type="submit">
              Ajouter ce lieu
            </Button>
          </div>
        </Form>
      </div>
    </Dialog>
  );
}
