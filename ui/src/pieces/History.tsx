/**
 * What a record was: who changed what and when, and the way back to a value. Putting a value back is
 * a change like another, with its own line here.
 */
import { RotateCcw } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, EmptyState, FailureNote, Loaded, when } from '../kit';
import { failureOf, useAnswer, useInvoke, type Change, type Failure, type FieldChange } from '../platform';
import { fieldName } from './fieldNames';
import styles from './History.module.css';

interface Props {
  /** Wire name of the table: `beneficiary`, `session`, `place`… */
  table: string;
  id: string;
  /** What the record is called in « … créée »: « Fiche », « Séance ». */
  what: string;
  /** A value was put back: what the screen holds of this record is old. */
  onRestored?: () => void;
}

/** Changes shown at first. */
const SHOWN = 30;

export function History({ table, id, what, onRestored }: Props) {
  const invoke = useInvoke();
  const answer = useAnswer('history_get', { table, id }, { again: true });
  const [shown, setShown] = useState(SHOWN);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const status = useRef<HTMLParagraphElement>(null);

  const restore = async (change: Change, field: FieldChange, version: string) => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      await invoke('history_restore', { table, id, field: field.field, write: change.write, version });
      setSaid(`Valeur remise : ${fieldName(field.field)}.`);
      // The button pressed goes away: the next Tab starts from the sentence.
      requestAnimationFrame(() => status.current?.focus());
      onRestored?.();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };

  return (
    <Loaded answer={answer} rows={4}>
      {({ changes, version }) => (
        <div className={styles.history}>
          <p role="status" ref={status} tabIndex={-1} className={styles.said}>
            {said}
          </p>
          {failure ? <FailureNote failure={failure} /> : null}
          {changes.length === 0 ? <EmptyState>Rien n’a été changé depuis que cet ordinateur connaît cette fiche.</EmptyState> : null}
          <ol className={styles.changes}>
            {changes.slice(0, shown).map((change) => (
              <li key={change.write} className={styles.change}>
                <h2 className={styles.title}>
                  {titleOf(change, what)} <span className={styles.muted}>· {whoAndWhen(change)}</span>
                </h2>
                {change.fields.length > 0 ? (
                  <dl className={styles.fields}>
                    {change.fields.map((field) => (
                      <div key={field.field}>
                        <dt>{fieldName(field.field)}</dt>
                        <dd>
                          {field.before === '' ? null : (
                            <>
                              <span className="visually-hidden">avant :</span> <del>{field.before}</del> <span aria-hidden>→</span>{' '}
                              <span className="visually-hidden">après :</span>
                            </>
                          )}{' '}
                          {field.after === '' ? <span className={styles.muted}>(vidé)</span> : <ins>{field.after}</ins>}
                          {field.restorable ? (
                            <Button
                              dense
                              tone="quiet"
                              icon={RotateCcw}
                              aria-label={`Remettre ${fieldName(field.field)} : ${field.after === '' ? '(vide)' : field.after}`}
                              onPress={() => void restore(change, field, version)}
                            >
                              Remettre
                            </Button>
                          ) : null}
                        </dd>
                      </div>
                    ))}
                  </dl>
                ) : null}
              </li>
            ))}
          </ol>
          {changes.length > shown ? (
            <Button dense onPress={() => setShown((n) => n + SHOWN)}>
              Les changements plus anciens
            </Button>
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

export function titleOf(change: Change, what: string): string {
  switch (change.kind) {
    case 'created':
      return `${what} créée`;
    case 'changed':
      return `${what} modifiée`;
    case 'deleted':
      return 'Mise à la corbeille';
    case 'restored':
      return 'Sortie de la corbeille';
  }
}

export function whoAndWhen(change: Change): string {
  const who = change.author ?? 'un ou une collègue';
  return [when(change.at), who, change.here ? 'sur cet ordinateur' : 'sur un autre ordinateur'].join(', ');
}
