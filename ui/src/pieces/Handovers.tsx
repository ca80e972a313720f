/** Files that a colleague handed over, until one says they were seen. */
import { useRef, useState } from 'react';

import { Button, ButtonLink, dayInField, FailureNote, PersonName, useVeil } from '../kit';
import { failureOf, useAnswer, useInvoke, type Failure } from '../platform';
import styles from './Handovers.module.css';
import { href } from './router';

export function HandoversReceived() {
  const invoke = useInvoke();
  const veil = useVeil();
  const answer = useAnswer('handover_received', null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const received = answer.data ?? [];
  if (received.length === 0) return null;

  const seen = async (id: string) => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      await invoke('handover_notice', { id });
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  return (
    <section className={styles['received']} aria-labelledby="received">
      <h2 id="received">{received.length === 1 ? 'Une fiche vous a été transmise' : 'Des fiches vous ont été transmises'}</h2>
      {failure ? <FailureNote failure={failure} /> : null}
      <ul>
        {received.map(({ id, name, told, in_bin: binned }) => (
          <li key={id}>
            <span className={styles['who']}>
              <strong>
                <PersonName name={name} />
              </strong>
              , par {told.giver}
              {told.date ? ` le ${dayInField(told.date)}` : ''}
              {told.message ? (
                <>
                  <br />
                  <span className={styles['muted']}>{veil.words(`« ${told.message} »`)}</span>
                </>
              ) : null}
            </span>
            <span className={styles['buttons']}>
              {binned ? (
                <ButtonLink dense href={href({ name: 'corbeille' })}>
                  Dans la corbeille
                </ButtonLink>
              ) : (
                <ButtonLink dense aria-label={`Ouvrir la fiche : ${veil.name(name)}`} href={href({ name: 'beneficiary', id })}>
                  Ouvrir la fiche
                </ButtonLink>
              )}
              <Button dense aria-label={`C’est vu : ${veil.name(name)}`} onPress={() => void seen(id)}>
                C’est vu
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
