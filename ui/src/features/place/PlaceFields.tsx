/** The fields of a place, in the order one learns them on the spot. */
import { useState, type ReactNode } from 'react';

import { Checkbox, errorOf, TextField } from '../../kit';
import { ACCESS_MODES, FEES, PROGRAMMES, PUBLICS, SERVICES, SPECIAL_CARES, SUPPORT_MODES, TRAINING_LABELS, type FieldError, type PlaceForm } from '../../platform';
import { CommunePicker } from '../../pieces/CommunePicker';
import { FormGroup } from '../../pieces/editor';
import { Choice, Kinds, Lines, Text, type Listed, type Textual } from './Choices';
import styles from './place.module.css';
import { DAYS } from './words';

export interface Part {
  form: PlaceForm;
  set: (change: Partial<PlaceForm>) => void;
  errors: readonly FieldError[];
  onBlur: () => void;
}

function useParts({ form, set, errors, onBlur }: Part) {
  return {
    text: (field: Textual) => ({ field, value: form[field], set, onBlur, error: errorOf(errors, field) }),
    list: (field: Listed) => ({ field, values: form[field], set, errors }),
  };
}

export function Identity(part: Part & { autoFocus: boolean }) {
  const { form, set, errors } = part;
  const { text, list } = useParts(part);
  return (
    <FormGroup title="Le lieu">
      <Text label="Nom du lieu" required autoFocus={part.autoFocus} {...text('name')} />
      <Kinds label="Type de lieu" {...list('typologies')} />
      <Text label="Adresse" description="Numéro et rue." {...text('address')} />
      <Text label="Complément d’adresse" {...text('address_more')} />
      <CommunePicker label="Commune" required field="commune" value={form.commune} onChange={(commune) => set({ commune })} error={errorOf(errors, 'commune')} />
      <Checkbox isSelected={form.itinerant} onChange={(itinerant) => set({ itinerant })}>
        Lieu d’activité itinérant (exemple{'\u202f'}: bus)
      </Checkbox>
      <Checkbox isSelected={form.fixed} onChange={(fixed) => set({ fixed })}>
        Lieu fixe
      </Checkbox>
    </FormGroup>
  );
}

export function Offer(part: Part) {
  const { list } = useParts(part);
  return (
    <FormGroup title="Ce qu’on y trouve">
      <Choice label="Services" terms={SERVICES} {...list('services')} />
      <Choice label="Frais à charge" terms={FEES} {...list('fees')} />
      <Choice label="Accompagnement" terms={SUPPORT_MODES} {...list('support_modes')} />
    </FormGroup>
  );
}

export function Hours(part: Part) {
  const { form, set, errors, onBlur } = part;
  const { text } = useParts(part);
  if (form.days.length === 0) {
    return (
      <FormGroup title="Horaires">
        <TextField
          label="Horaires tels qu’ils ont été écrits"
          description="Escale ne sait pas les lire, et les garde tels quels. Videz ce champ pour les saisir jour par jour."
          field="opening_hours"
          value={form.opening_hours}
          onChange={(opening_hours) => set(opening_hours === '' ? { opening_hours, days: DAYS.map(() => '') } : { opening_hours })}
          onBlur={onBlur}
          error={errorOf(errors, 'opening_hours')}
        />
      </FormGroup>
    );
  }
  return (
    <FormGroup title="Horaires">
      <p className={styles.muted}>Par exemple 9h-12h, 14h-17h30, ou fermé. Laissez vide ce que vous ne savez pas.</p>
      <div className={styles.days}>
        {DAYS.map((day, number) => (
          <TextField
            key={day}
            label={day}
            field={`days.${number}`}
            value={form.days[number] ?? ''}
            onChange={(typed) => set({ days: DAYS.map((_, other) => (other === number ? typed : (form.days[other] ?? ''))) })}
            onBlur={onBlur}
            error={errorOf(errors, `days.${number}`)}
            autoComplete="off"
          />
        ))}
      </div>
      <Text label="Précision sur les horaires" {...text('hours_note')} />
    </FormGroup>
  );
}

export function Reach(part: Part) {
  const { text, list } = useParts(part);
  return (
    <FormGroup title="Pour le joindre">
      <Text label="Téléphone" type="tel" {...text('phone')} />
      <Lines label="Adresses e-mail" {...list('emails')} />
      <Choice label="Pour y venir" terms={ACCESS_MODES} {...list('access_modes')} />
      <Text label="Adresse pour prendre rendez-vous" {...text('booking_url')} />
      <Lines label="Sites web" description="Un par ligne, en commençant par https://." {...list('websites')} />
    </FormGroup>
  );
}

/** Folded, not hidden: opens by itself when something in it is to be corrected. */
function More({ title, fields, errors, children }: { title: string; fields: readonly string[]; errors: readonly FieldError[]; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const wrong = errors.some((error) => fields.includes(error.field));
  return (
    <details className={styles.more} open={open || wrong} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      <div className={styles.group}>{children}</div>
    </details>
  );
}

export function Words(part: Part) {
  const { text, list } = useParts(part);
  const left = 280 - Array.from(part.form.summary.trim()).length;
  return (
    <More title="Présentation et publics" fields={['summary', 'details', 'publics', 'special_care']} errors={part.errors}>
      <Text label="Présentation en quelques mots" multiline description={left >= 0 ? `Encore ${left} caractères.` : `${-left} caractères de trop.`} {...text('summary')} />
      <Text label="Présentation détaillée" multiline {...text('details')} />
      <Choice label="Publics" terms={PUBLICS} {...list('publics')} />
      <Choice label="Prise en charge spécifique" terms={SPECIAL_CARES} {...list('special_care')} />
    </More>
  );
}

const REFERENCES = ['programmes', 'labels', 'other_labels', 'parent', 'siret', 'rna', 'identifier', 'accessibility_url', 'position', 'source', 'source_id'];

export function References(part: Part) {
  const { text, list } = useParts(part);
  const position = errorOf(part.errors, 'position');
  return (
    <More title="Programmes, labels et références" fields={REFERENCES} errors={part.errors}>
      <Choice label="Programmes nationaux" terms={PROGRAMMES} {...list('programmes')} />
      <Choice label="Formations et labels" terms={TRAINING_LABELS} {...list('labels')} />
      <Lines label="Autres formations et labels" {...list('other_labels')} />
      <Text label="Structure parente" {...text('parent')} />
      <div className={styles.grid}>
        <Text label="SIRET" inputMode="numeric" {...text('siret')} />
        <Text label="RNA" {...text('rna')} />
        <Text label="Autre identifiant (RIDET)" {...text('identifier')} />
      </div>
      <Text label="Fiche Acceslibre" description="Commence par https://acceslibre.beta.gouv.fr/." {...text('accessibility_url')} />
      <div className={styles.grid}>
        <Text label="Latitude" placeholder="49,336" {...text('latitude')} at="position" error={position} />
        <Text label="Longitude" placeholder="-1,700" {...text('longitude')} />
      </div>
      <Text label="Source" {...text('source')} />
    </More>
  );
}
