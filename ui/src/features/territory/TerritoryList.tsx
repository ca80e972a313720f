/** Diagnostics of the territory, the latest first. */
import { ClipboardList } from 'lucide-react';
import { useState } from 'react';

import { ButtonLink, count, dayInField, EmptyState, Loaded, PAGE, Pages, Rows, Screen } from '../../kit';
import { useAnswer } from '../../platform';
import { href } from '../../pieces/router';
import styles from './territory.module.css';

export function TerritoryList() {
  const [offset, setOffset] = useState(0);
  const answer = useAnswer('territory_page', { place: null, commune: null, offset, limit: PAGE }, { keepPrevious: true });
  return (
    <Screen
      title="Diagnostics de territoire"
      under={<a href={href({ name: 'places' })}>Lieux</a>}
      actions={
        <ButtonLink tone="primary" icon={ClipboardList} href={href({ name: 'territory_new' })}>
          Nouveau diagnostic
        </ButtonLink>
      }
    >
      <Loaded answer={answer} rows={4}>
        {(found) =>
          found.total === 0 ? (
            <EmptyState
              action={
                <ButtonLink icon={ClipboardList} href={href({ name: 'territory_new' })}>
                  Écrire le premier
                </ButtonLink>
              }
            >
              Avant de proposer des interventions dans une commune ou un lieu, notez ce qui existe, ce que les structures demandent et ce que vous proposez. Le diagnostic est
              daté et partagé avec votre équipe{'\u202f'}; vous pourrez en refaire un plus tard.
            </EmptyState>
          ) : (
            <div className={styles.stack}>
              <p role="status" className={styles.muted}>
                {count(found.total, 'diagnostic')}
              </p>
              <Rows label="Diagnostics">
                {found.rows.map((line) => (
                  <li key={line.id}>
                    <a className={styles.row} href={href({ name: 'territory', id: line.id })}>
                      <span>
                        <strong>{line.about}</strong>
                        {line.conflict ? <span className={styles.flag}> · à vérifier</span> : null}
                        <br />
                        <span className={styles.muted}>{[line.commune === line.about ? null : line.commune, ...line.structures].filter(Boolean).join(' · ')}</span>
                      </span>
                      <span className={styles.date}>{dayInField(line.date)}</span>
                    </a>
                  </li>
                ))}
              </Rows>
              <Pages total={found.total} offset={offset} onOffset={setOffset} />
            </div>
          )
        }
      </Loaded>
    </Screen>
  );
}
