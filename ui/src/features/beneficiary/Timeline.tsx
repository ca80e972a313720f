/** What happened with a person, most recent first: sessions, and the changes of the file that matter. */
import { useState } from 'react';

import { dayInField, EmptyState, Loaded, Pages, PAGE, Rows } from '../../kit';
import { useAnswer, type Change } from '../../platform';
import { fieldName } from '../../pieces/fieldNames';
import { titleOf } from '../../pieces/History';
import { SessionRow } from '../../pieces/SessionRow';
import styles from './beneficiary.module.css';

export function Timeline({ id }: { id: string }) {
  const [offset, setOffset] = useState(0);
  const answer = useAnswer('beneficiary_timeline', { id, offset, limit: PAGE }, { keepPrevious: true });
  return (
    <section className={styles.stack} aria-labelledby="timeline">
      <h2 id="timeline">Parcours</h2>
      <Loaded answer={answer} rows={4}>
        {({ total, rows }) => (
          <>
            {total === 0 ? (
              <EmptyState>Rien n’est encore noté avec cette personne.</EmptyState>
            ) : (
              <Rows label="Parcours">
                {rows.map(({ day, session, change }) => (
                  <li key={session?.id ?? change?.write ?? day}>
                    {session ? <SessionRow line={session} dated onFile /> : null}
                    {change ? <ChangeRow day={day} change={change} /> : null}
                  </li>
                ))}
              </Rows>
            )}
            <Pages total={total} offset={offset} onOffset={setOffset} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function ChangeRow({ day, change }: { day: string; change: Change }) {
  const what = change.fields.map(({ field, before, after }) => {
    const value = after === '' ? '(vidé)' : after;
    return `${fieldName(field)} : ${before === '' ? value : `${before} → ${value}`}`;
  });
  return (
    <div className={styles.change}>
      <span className={styles.muted}>{dayInField(day)}</span>
      <span>
        {titleOf(change, 'Fiche')}
        {what.length > 0 ? (
          <>
            <br />
            <span className={styles.muted}>{what.join(' · ')}</span>
          </>
        ) : null}
      </span>
    </div>
  );
}
