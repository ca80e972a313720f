/** How many things are to be looked at again today: on the first screen and in the side bar. */
import { BellRing } from 'lucide-react';

import { ButtonLink, count } from '../../kit';
import { useAnswer } from '../../platform';
import { href } from '../router';
import styles from './followup.module.css';

function useDue(): number {
  return useAnswer('relances_count', null, { again: true }).data?.due ?? 0;
}

export function RelancesDue() {
  const due = useDue();
  if (due === 0) return null;
  return (
    <section className={styles.due} aria-label="À revoir aujourd’hui">
      <BellRing aria-hidden />
      <strong>{count(due, 'relance')} à revoir aujourd’hui</strong>
      <ButtonLink dense href={href({ name: 'relances' })}>
        Voir les relances
      </ButtonLink>
    </section>
  );
}

export function DueBadge() {
  const due = useDue();
  if (due === 0) return null;
  return (
    <span className={styles.badge}>
      {due}
      <span className="visually-hidden"> à revoir</span>
    </span>
  );
}
