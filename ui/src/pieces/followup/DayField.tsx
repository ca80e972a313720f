/** A day typed as people write it. What cannot be read stays as it was typed, and is refused in words when saved. */
import { useEffect, useRef, useState } from 'react';

import { addDays, Chips, dayInField, dayInWords, parseDay, TextField } from '../../kit';
import { addMonths, parseComing } from './coming';
import styles from './followup.module.css';

const ISO = /^\d{4}-\d{2}-\d{2}$/;

interface Props {
  label: string;
  field: string;
  /** ISO 8601, or what was typed and is no day. */
  value: string | null;
  onChange: (value: string | null) => void;
  today: string;
  /** A day to come: « lundi » is the next one, and usual waits are offered. */
  coming?: boolean;
  required?: boolean;
  description?: string;
  error?: string | undefined;
  onBlur?: () => void;
}

export function DayField({ label, field, value, onChange, today, coming, required, description, error, onBlur }: Props) {
  const shown = (day: string | null) => (day === null ? '' : ISO.test(day) ? dayInField(day) : day);
  const [typed, setTyped] = useState(() => shown(value));
  // What this field said last: another value comes from elsewhere, and is shown.
  const said = useRef(value);
  const say = (day: string | null) => {
    said.current = day;
    onChange(day);
  };
  useEffect(() => {
    if (said.current === value) return;
    said.current = value;
    setTyped(shown(value));
  }, [value]);
  const read = value !== null && ISO.test(value);
  const misread = value !== null && !read;
  const waits = [
    { value: addDays(today, 7), label: '1 semaine' },
    { value: addDays(today, 14), label: '2 semaines' },
    { value: addMonths(today, 1), label: '1 mois' },
    { value: addMonths(today, 3), label: '3 mois' },
  ];
  const example = coming ? '24/11/2026, lundi ou dans 2 semaines' : '24/11/2026, hier ou lundi';
  const input = (
    <TextField
      label={coming ? 'Autre jour' : label}
      {...(coming ? {} : { field, required: required === true })}
      className={styles.day}
      value={typed}
      placeholder="JJ/MM/AAAA"
      description={read ? dayInWords(value, today) : (description ?? '')}
      onChange={(text) => {
        setTyped(text);
        const blank = text.trim() === '';
        say(blank ? null : ((coming ? parseComing(text, today) : parseDay(text, today)) ?? text.trim()));
      }}
      onBlur={() => {
        if (read) setTyped(dayInField(value));
        onBlur?.();
      }}
      error={error ?? (misread ? `Écrivez la date ainsi : ${example}.` : undefined)}
    />
  );
  if (!coming) return input;
  return (
    <Chips
      label={label}
      field={field}
      mode="one"
      optional
      chips={waits}
      chosen={waits.filter((wait) => wait.value === value).map((wait) => wait.value)}
      onChange={([day]) => {
        say(day ?? null);
        setTyped(shown(day ?? null));
      }}
    >
      {input}
    </Chips>
  );
}
