/** Fields of the plan: a day to come, hours, a place. */
import { MapPin } from 'lucide-react';
import { useState } from 'react';

import { Button, Chips, dayInField, dayInWords, errorOf, TextField } from '../../kit';
import { ADMINISTRATIVE_HELP, isAdministrative, THEMES, type FieldError, type Theme } from '../../platform';
import { parsePlannedDay } from '../../pieces/plan';
import { PlacePicker } from '../../pieces/PlacePicker';
import styles from './planning.module.css';

interface DayProps {
  label: string;
  field: string;
  value: string | null;
  today: string;
  onChange: (day: string | null) => void;
  errors: readonly FieldError[];
  required?: boolean;
  /** What nothing means. */
  none?: string;
  autoFocus?: boolean;
  onBlur?: () => void;
}

export function DayField({ label, field, value, today, onChange, errors, required, none, autoFocus, onBlur }: DayProps) {
  const [typed, setTyped] = useState(value ? dayInField(value) : '');
  const misread = typed.trim() !== '' && value === null;
  return (
    <TextField
      label={label}
      field={field}
      className={styles.day}
      value={typed}
      placeholder="JJ/MM/AAAA"
      description={value ? dayInWords(value, today) : (none ?? 'JJ/MM/AAAA, demain, jeudi…')}
      onChange={(text) => {
        setTyped(text);
        onChange(parsePlannedDay(text, today));
      }}
      onBlur={() => {
        if (value) setTyped(dayInField(value));
        onBlur?.();
      }}
      error={errorOf(errors, field) ?? (misread ? 'Écrivez la date ainsi\u202f: 24/11/2026, demain ou jeudi.' : undefined)}
      {...(required ? { required } : {})}
      {...(autoFocus ? { autoFocus } : {})}
    />
  );
}

interface HoursProps {
  starts: string;
  ends: string;
  onChange: (hours: { starts?: string; ends?: string }) => void;
  errors: readonly FieldError[];
  required?: boolean;
  onBlur?: () => void;
}

export function HoursFields({ starts, ends, onChange, errors, required, onBlur }: HoursProps) {
  const more = { ...(required ? { required } : {}), ...(onBlur ? { onBlur } : {}) };
  return (
    <div className={styles.hours}>
      <TextField label="Début" field="starts" placeholder="9h" value={starts} onChange={(v) => onChange({ starts: v })} error={errorOf(errors, 'starts')} {...more} />
      <TextField label="Fin" field="ends" placeholder="12h30" value={ends} onChange={(v) => onChange({ ends: v })} error={errorOf(errors, 'ends')} {...more} />
    </div>
  );
}

interface PlaceProps {
  place: string | null;
  name: string | null;
  onPlace: (place: { id: string; name: string } | null) => void;
  errors: readonly FieldError[];
  autoFocus?: boolean;
}

export function PlaceField({ place, name, onPlace, errors, autoFocus }: PlaceProps) {
  const [changing, setChanging] = useState(false);
  if (place !== null && !changing) {
    return (
      <div className={styles.picked} data-field="place">
        <span className={styles.label}>Lieu</span>
        <MapPin aria-hidden />
        <strong>{name ?? 'Lieu choisi'}</strong>
        <Button dense onPress={() => setChanging(true)} aria-label="Changer de lieu">
          Changer
        </Button>
      </div>
    );
  }
  return (
    <PlacePicker
      label="Lieu"
      required
      field="place"
      autoFocus={changing || autoFocus === true}
      onPick={(picked) => {
        setChanging(false);
        onPlace(picked);
      }}
      error={errorOf(errors, 'place')}
    />
  );
}

interface ThemesProps {
  themes: readonly Theme[];
  onChange: (themes: Theme[]) => void;
  errors: readonly FieldError[];
}

const PLAIN = THEMES.filter((theme) => !theme.administrative);
const ADMINISTRATIVE = THEMES.filter((theme) => theme.administrative);

/** Administrative themes only under « Aide aux démarches administratives ». */
export function ThemesField({ themes, onChange, errors }: ThemesProps) {
  const help = themes.includes(ADMINISTRATIVE_HELP);
  return (
    <>
      <Chips
        label="Thèmes"
        field="themes"
        mode="many"
        chips={PLAIN}
        chosen={themes.filter((theme) => !isAdministrative(theme))}
        onChange={(chosen) =>
          onChange([...chosen, ...(chosen.includes(ADMINISTRATIVE_HELP) ? themes.filter(isAdministrative) : [])])
        }
        error={errorOf(errors, 'themes')}
      />
      {help ? (
        <Chips
          label="Thématique(s) de la démarche administrative"
          mode="many"
          chips={ADMINISTRATIVE}
          chosen={themes.filter(isAdministrative)}
          onChange={(chosen) => onChange([...themes.filter((theme) => !isAdministrative(theme)), ...chosen])}
        />
      ) : null}
    </>
  );
}
