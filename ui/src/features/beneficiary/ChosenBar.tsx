/** Several files chosen: how many, what hangs on them, and what may be done with them at once. */
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, count, FailureNote, offerUndo, useRested } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure } from '../../platform';
import styles from './beneficiary.module.css';

interface Props {
  chosen: ReadonlySet<string>;
  /** What the list is searched by. */
  query: string;
  /** How many it finds. */
  total: number;
  onChosen: (chosen: ReadonlySet<string>) => void;
  onEnd: () => void;
}

export function ChosenBar({ chosen, query, total, onChosen, onEnd }: Props) {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const ids = useRested(chosen, 100);
  const summary = useAnswer('beneficiary_summary', { ids: [...ids] }, { enabled: ids.size > 0, keepPrevious: true, fresh: true });
  const sessions = chosen.size > 0 ? (summary.data?.sessions ?? 0) : 0;

  const once = async (act: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      await act();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  const all = () => once(async () => onChosen(new Set((await invoke('beneficiary_found', { query })).ids)));
  const remove = () =>
    once(async () => {
      const gone = await invoke('beneficiary_delete', { ids: [...chosen] });
      offerUndo(`${count(gone.ids.length, 'fiche mise', 'fiches mises')} à la corbeille.`, () => void invoke('beneficiary_restore', gone));
      onEnd();
    });

  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.chosen} role="group" aria-label="Fiches choisies">
        <p role="status">
          <strong>{count(chosen.size, 'fiche choisie', 'fiches choisies')}</strong>
          {sessions > 0 ? ` · ${count(sessions, 'séance')}, qui ${sessions === 1 ? 'reste' : 'restent'} dans le carnet` : ''}
        </p>
        <span className={styles.buttons}>
          {chosen.size < total ? (
            <Button dense onPress={() => void all()}>
              {query === '' ? `Choisir les ${count(total, 'fiche')}` : `Choisir les ${count(total, 'fiche trouvée', 'fiches trouvées')}`}
            </Button>
          ) : null}
          {chosen.size > 0 ? (
            <Button dense tone="danger" icon={Trash2} onPress={() => void remove()}>
              Mettre {count(chosen.size, 'fiche')} à la corbeille
            </Button>
          ) : null}
          <Button dense tone="quiet" onPress={onEnd}>
            Ne plus choisir
          </Button>
        </span>
      </div>
    </>
  );
}
