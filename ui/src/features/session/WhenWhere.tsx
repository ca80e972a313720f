/** How long, where, which day: all three known most of the time. */
import { MapPin } from 'lucide-react';
import { useState } from 'react';

import { Button, Chips, dayInField, dayInWords, errorOf, minutesInWords, parseDay, parseDuration, TextField } from '../../kit';
import type { PlaceKind, PlaceLine, SessionDefaults } from '../../platform';
import { CommunePicker } from '../../pieces/CommunePicker';
import { PlacePicker } from '../../pieces/PlacePicker';
import type { SessionDraft } from '../../pieces/sessionForm';
import type { FormPart } from './SessionEditor';
import styles from './session.module.css';

/** Before any habit is known. */
const USUAL = [15, 30, 45, 60, 90, 120];

const KINDS: readonly { value: PlaceKind; label: string }[] = [
  { value: 'lieu_activite', label: 'Lieu d’activité' },
  { value: 'autre', label: 'Autre commune' },
  { value: 'domicile', label: 'À domicile' },
  { value: 'a_distance', label: 'À distance' },
];

interface WhenWhereProps extends FormPart {
  defaults: SessionDefaults;
  placeName: string | null;
  /** Half-typed words a draft brought back. */
  typed: SessionDraft['typed'];
  onTyped: (typed: SessionDraft['typed']) => void;
  onPlace: (place: PlaceLine | null) => void;
}

export function WhenWhere(props: WhenWhereProps) {
  return (
    <>
      <div data-group>
        <DurationField {...props} />
      </div>
      <div data-group>
        <PlaceFields {...props} />
      </div>
      <div data-group>
        <DayField {...props} />
      </div>
    </>
  );
}

function DurationField({ form, set, errors, onBlur, defaults, typed: kept, onTyped }: WhenWhereProps) {
  const offered = defaults.durations.length > 0 ? defaults.durations : USUAL;
  const own = form.duration !== null && !offered.includes(form.duration);
  const [typed, setTyped] = useState(own && form.duration !== null ? minutesInWords(form.duration) : form.duration === null ? (kept?.duration ?? '') : '');
  const read = typed.trim() === '' ? null : parseDuration(typed);
  const misread = typed.trim() !== '' && read === null;
  return (
    <Chips
      label="Durée"
      required
      field="duration"
      mode="one"
      digits
      chips={offered.map((minutes) => ({ value: String(minutes), label: minutesInWords(minutes) }))}
      chosen={form.duration !== null && !own ? [String(form.duration)] : []}
      onChange={([minutes]) => {
        setTyped('');
        set({ duration: minutes ? Number(minutes) : null });
      }}
      error={errorOf(errors, 'duration') ?? (misread ? 'Écrivez la durée ainsi : 45, 1h15 ou 1 h 30.' : undefined)}
    >
      <span className={styles.own}>
        <TextField
          label="Autre durée"
          placeholder="1h15"
          value={typed}
          onChange={(text) => {
            setTyped(text);
            onTyped({ date: '', ...kept, duration: text });
            set({ duration: parseDuration(text) });
          }}
          onBlur={() => {
            if (read !== null) setTyped(offered.includes(read) ? '' : minutesInWords(read));
            onBlur();
          }}
        />
      </span>
    </Chips>
  );
}

function PlaceFields({ form, set, errors, placeName, onPlace }: WhenWhereProps) {
  const [changing, setChanging] = useState(false);
  const atPlace = form.place_kind === 'lieu_activite';
  const named = atPlace && form.place !== null && !changing;
  return (
    <div className={styles.group}>
      <Chips
        label="Lieu"
        required
        field="place_kind"
        mode="one"
        chips={KINDS}
        chosen={form.place_kind ? [form.place_kind] : []}
        onChange={([kind]) => kind && set({ place_kind: kind })}
        error={errorOf(errors, 'place_kind')}
      />
      {named ? (
        <div className={styles.picked} data-field="place">
          <MapPin aria-hidden />
          <strong>{placeName ?? 'Lieu choisi'}</strong>
          <Button dense onPress={() => setChanging(true)} aria-label="Changer de lieu">
            Changer
          </Button>
        </div>
      ) : null}
      {atPlace && !named ? (
        <PlacePicker
          label="Lieu d’activité"
          field="place"
          autoFocus={changing}
          onPick={(place) => {
            setChanging(false);
            onPlace(place);
          }}
          error={errorOf(errors, 'place')}
        />
      ) : null}
      {form.place_kind === 'autre' || form.place_kind === 'domicile' ? (
        <CommunePicker
          label="Commune"
          required
          field="commune"
          value={form.commune}
          onChange={(commune) => set({ commune })}
          error={errorOf(errors, 'commune')}
        />
      ) : null}
    </div>
  );
}

function DayField({ form, set, errors, onBlur, defaults, typed: kept, onTyped }: WhenWhereProps) {
  const today = defaults.date;
  const [typed, setTyped] = useState(form.date ? dayInField(form.date) : (kept?.date ?? ''));
  const misread = typed.trim() !== '' && form.date === null;
  const words = form.date ? `${form.date === today ? 'aujourd’hui, ' : ''}${dayInWords(form.date, today)}` : 'JJ/MM/AAAA, hier, lundi…';
  return (
    <TextField
      label="Date"
      required
      field="date"
      className={styles.day}
      value={typed}
      placeholder="JJ/MM/AAAA"
      description={words}
      onChange={(text) => {
        setTyped(text);
        onTyped({ duration: '', ...kept, date: text });
        set({ date: parseDay(text, today) });
      }}
      onBlur={() => {
        if (form.date) setTyped(dayInField(form.date));
        onBlur();
      }}
      error={errorOf(errors, 'date') ?? (misread ? 'Écrivez la date ainsi : 24/11/2026, hier ou lundi.' : undefined)}
    />
  );
}
