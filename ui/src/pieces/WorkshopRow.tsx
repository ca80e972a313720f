/** A workshop to come on one line: hours, title, place, seats. */
import type { WorkshopLine } from '../platform';
import { hoursShown, seatsInWords, stateInWords } from './plan';
import styles from './pieces.module.css';
import { href } from './router';

export function WorkshopRow({ line, today }: { line: WorkshopLine; today: string }) {
  const state = stateInWords(line, today);
  return (
    <a className={styles.row} href={href({ name: 'workshop', id: line.id })}>
      <span className={styles.time}>{hoursShown(line.starts, line.ends)}</span>
      <span className={styles.main}>
        <span className={styles.who}>{line.title}</span>
        <br />
        <span className={styles.sub}>{[line.place_name, state].filter(Boolean).join(' · ')}</span>
      </span>
      <span className={styles.duration}>{seatsInWords(line)}</span>
    </a>
  );
}
