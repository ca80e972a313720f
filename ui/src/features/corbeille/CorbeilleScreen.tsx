/** What was deleted in the last thirty days, taken back by one press. */
import { useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, count, EmptyState, FailureNote, Loaded, PAGE, Pages, Rows, Screen, when } from '../../kit';
import { failureOf, useAnswer, useInvoke, type CorbeilleLine, type Failure } from '../../platform';
import styles from './corbeille.module.css';

export function CorbeilleScreen() {
  const invoke = useInvoke();
  const client = useQueryClient();
  const [offset, setOffset] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState('');
  const status = useRef<HTMLParagraphElement>(null);
  const answer = useAnswer('corbeille_page', { offset, limit: PAGE }, { keepPrevious: true, again: true });

  const restore = async ({ table, id, label }: CorbeilleLine) => {
    setFailure(null);
    try {
      await invoke('corbeille_restore', { table, id });
      // Any list of the application may show it again.
      void client.invalidateQueries();
      setSaid(`${label}\u202f: c’est repris.`);
      // The row pressed goes away: the next Tab starts from the sentence.
      requestAnimationFrame(() => status.current?.focus());
    } catch (reason) {
      setSaid('');
      setFailure(failureOf(reason));
    }
  };

  return (
    <Screen title="Corbeille" under="Ce qui a été supprimé depuis trente jours, sur cet ordinateur ou sur un autre.">
      <p ref={status} role="status" tabIndex={-1} className={styles.said}>
        {said}
      </p>
      {failure ? <FailureNote failure={failure} /> : null}
      <Loaded answer={answer} rows={4}>
        {(found) =>
          found.total === 0 ? (
            <EmptyState>La corbeille est vide. Ce que vous supprimerez restera ici trente jours, le temps de changer d’avis.</EmptyState>
          ) : (
            <>
              <p className={styles.muted}>{count(found.total, 'élément')}</p>
              <Rows label="Corbeille">
                {found.rows.map((line) => (
                  <li key={`${line.table} ${line.id}`} className={styles.row}>
                    <span className={styles.words}>
                      <strong>{line.label}</strong>
                      <span className={styles.muted}>{[line.noun, line.detail].filter(Boolean).join(' · ')}</span>
                      <span className={styles.muted}>
                        suppression : {when(line.deleted_at)} · {line.days_left === 0 ? 'dernier jour' : `encore ${count(line.days_left, 'jour')}`}
                      </span>
                    </span>
                    <Button dense icon={Undo2} aria-label={`Reprendre\u202f: ${line.noun}, ${line.label}`} onPress={() => void restore(line)}>
                      Reprendre
                    </Button>
                  </li>
                ))}
              </Rows>
              <Pages total={found.total} offset={offset} onOffset={setOffset} />
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}
