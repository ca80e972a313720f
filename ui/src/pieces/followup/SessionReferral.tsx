/** From a session whose person was sent somewhere: what became of it, or the way to follow it. */
import { Signpost } from 'lucide-react';

import { ButtonLink } from '../../kit';
import { labelOf, REDIRECTIONS, useAnswer } from '../../platform';
import { href } from '../router';
import { ItemCard } from './ItemCard';
import { RelayButton } from './RelaySheet';
import styles from './followup.module.css';

export function SessionReferral({ session }: { session: string }) {
  const { data } = useAnswer('followup_of_session', { id: session });
  if (!data || (!data.oriented && data.item === null)) return null;
  const towards = data.place ?? (data.redirection ? labelOf(REDIRECTIONS, data.redirection) : 'une autre structure');
  return (
    <section className={styles.fromSession} aria-label="Suivi de l’orientation">
      {data.item ? (
        <ItemCard item={data.item} today={data.today} />
      ) : (
        <>
          <p>
            <strong>Orientation vers {towards}</strong>
            <br />
            <span className={styles.muted}>Suivez-la pour savoir si elle a abouti.</span>
          </p>
          <ButtonLink dense icon={Signpost} href={href({ name: 'follow_up', kind: 'referral', session })}>
            Suivre cette orientation
          </ButtonLink>
          <RelayButton of={{ referral: null, session }} towards={towards} />
        </>
      )}
    </section>
  );
}
