/** One day of the week: what it holds, in the order of the hours. */
import { Car } from 'lucide-react';
import { useId } from 'react';
import { Button as AriaButton } from 'react-aria-components';

import { Button, dayInWords, minutesInWords } from '../../kit';
import type { DayPlan, StopLine, WorkshopLine } from '../../platform';
import { hoursShown, seatsInWords, stateInWords } from '../../pieces/plan';
import { href } from '../../pieces/router';
import styles from './planning.module.css';

/** What an exception did, in words. */
export function changeInWords(line: StopLine, today: string): string {
  switch (line.kind) {
    case 'annulee':
      return 'Annulée ce jour-là';
    case 'deplacee':
      return line.planned === line.date ? 'Modifiée ce jour-là' : `Déplacée du ${dayInWords(line.planned, today)}`;
    case 'supplementaire':
      return 'Une fois de plus';
    case null:
      return '';
  }
}

export function dayNotes(day: DayPlan): string {
  return [
    day.travel === null ? '' : `Trajet ${minutesInWords(day.travel)}`,
    day.preparation === null ? '' : `Préparation ${minutesInWords(day.preparation)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

interface Props {
  day: DayPlan;
  today: string;
  onStop: (line: StopLine) => void;
  onNote: () => void;
}

export function Day({ day, today, onStop, onNote }: Props) {
  const id = useId();
  // The same entry before and after it is cancelled: the focus comes back to it.
  const stops = day.stops.map((line) => ({ at: `${line.starts} ${line.ends}`, node: <Stop key={`${line.stop} ${line.planned} ${line.kind === 'supplementaire' ? 'extra' : ''}`} line={line} today={today} onPress={() => onStop(line)} /> }));
  const workshops = day.workshops.map((line) => ({ at: `${line.starts} ${line.ends}`, node: <Workshop key={line.id} line={line} today={today} /> }));
  const entries = [...stops, ...workshops].sort((a, b) => a.at.localeCompare(b.at));
  const notes = dayNotes(day);
  const name = dayInWords(day.date, today);
  return (
    <li className={styles.one} aria-labelledby={id} data-today={day.date === today}>
      <h2 id={id} className={styles.date}>
        {name}
      </h2>
      {day.date === today ? <span className={styles.today}>Aujourd’hui</span> : null}
      {entries.length === 0 ? (
        <p className={styles.muted}>Rien de prévu</p>
      ) : (
        <ul className={styles.entries}>
          {entries.map(({ node }, index) => (
            <li key={index}>{node}</li>
          ))}
        </ul>
      )}
      <div className={styles.foot}>
        <Button dense tone="quiet" icon={Car} onPress={onNote} aria-label={`${notes === '' ? 'Noter trajet et préparation' : notes}, ${name}`}>
          {notes === '' ? 'Trajet' : notes}
        </Button>
      </div>
    </li>
  );
}

function Stop({ line, today, onPress }: { line: StopLine; today: string; onPress: () => void }) {
  const change = changeInWords(line, today);
  return (
    <AriaButton className={styles.entry ?? ''} data-sort="stop" data-cancelled={line.kind === 'annulee'} onPress={onPress}>
      <span className={styles.when}>{hoursShown(line.starts, line.ends)}</span>
      <span className={styles.what}>{line.place_name ?? 'Lieu inconnu de cet ordinateur'}</span>
      {change === '' ? null : <span className={styles.state}>{change}</span>}
    </AriaButton>
  );
}

function Workshop({ line, today }: { line: WorkshopLine; today: string }) {
  const state = stateInWords(line, today);
  return (
    <a className={styles.entry} data-sort="workshop" href={href({ name: 'workshop', id: line.id })}>
      <span className={styles.when}>{hoursShown(line.starts, line.ends)}</span>
      <span className={styles.what}>Atelier · {line.title}</span>
      <span className={styles.sub}>{[line.place_name, seatsInWords(line)].filter(Boolean).join(' · ')}</span>
      {state === '' ? null : <span className={styles.state}>{state}</span>}
    </a>
  );
}
