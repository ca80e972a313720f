/** A session in a list: when, who, about what, how long, and whether the server has it. */
import { CircleCheck, HardDrive } from 'lucide-react';

import { clock, count, dayInField, minutesInWords, useVeil, type Veil } from '../kit';
import { themeLabel, type SessionLine } from '../platform';
import styles from './pieces.module.css';
import { href } from './router';

/** Whom a session was with, as it may be shown now. */
export function peopleOf(line: SessionLine, veil: Veil): string {
  if (line.kind === 'collectif') {
    const total = line.named + line.anonymous;
    return `${line.title ?? 'Atelier'} · ${count(total, 'participant')}`;
  }
  return line.person === null ? 'Anonyme' : veil.name(line.person);
}

export function themesOf(line: SessionLine): string {
  return line.themes.map(themeLabel).join(', ');
}

/** What a session was: a workshop has a title, the others their themes. */
function whatOf(line: SessionLine): string {
  return line.kind === 'collectif' ? (line.title ?? 'Atelier') : themesOf(line);
}

interface SessionRowProps {
  line: SessionLine;
  /** The day too, when the list spans several. */
  dated?: boolean;
  /** On a person's own file: she is known from the page. */
  onFile?: boolean;
}

export function SessionRow({ line, dated, onFile }: SessionRowProps) {
  const veil = useVeil();
  const themes = themesOf(line);
  const title = onFile ? whatOf(line) : peopleOf(line, veil);
  const sub = [title === themes ? null : themes, dated || onFile ? line.place : null, ...line.tags].filter(Boolean).join(' · ');
  return (
    <a className={styles.row} href={href({ name: 'session', id: line.id })}>
      <span className={styles.time}>{dated ? dayInField(line.date) : clock(line.recorded_at)}</span>
      <span className={styles.main}>
        <span className={styles.who}>{title}</span>
        {line.conflict ? <span className={styles.flag}> · à vérifier</span> : null}
        <br />
        <span className={styles.sub}>{sub}</span>
      </span>
      <span className={styles.duration}>{minutesInWords(line.duration)}</span>
      <span className={styles.sent} data-sent={line.sent}>
        {line.sent ? <CircleCheck aria-hidden /> : <HardDrive aria-hidden />}
        {line.sent ? 'envoyée' : 'à envoyer'}
      </span>
    </a>
  );
}
