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

interface SessionRowProps {
  line: SessionLine;
  /** The day too, when the list spans several. */
  dated?: boolean;
  /** The person is known from the page. */
  anonymousTitle?: boolean;
}

export function SessionRow({ line, dated, anonymousTitle }: SessionRowProps) {
  const veil = useVeil();
  const title = anonymousTitle ? themesOf(line) : peopleOf(line, veil);
  const sub = [anonymousTitle ? null : themesOf(line), dated || anonymousTitle ? line.place : null, ...line.tags].filter(Boolean).join(' · ');
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
