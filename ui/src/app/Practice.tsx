/** Says at every moment that this is the practice space, and leads out of it. */
import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';

import { Button } from '../kit';
import { adoptAppState, useInvoke } from '../platform';
import styles from './Frame.module.css';

export function PracticeBanner() {
  const client = useQueryClient();
  const invoke = useInvoke();
  return (
    <div role="region" aria-label="Bac à sable" className={styles.practice}>
      <FlaskConical aria-hidden />
      <span>
        <strong>Bac à sable</strong> · personnes inventées, rien n’est gardé ni envoyé.
      </span>
      <Button dense onPress={() => void invoke('practice_leave', null).then((state) => adoptAppState(client, state))}>
        Quitter le bac à sable
      </Button>
    </div>
  );
}
