/** The team's library of workshop outlines. */
import { CalendarPlus, FilePlus2 } from 'lucide-react';

import { ButtonLink, EmptyState, Loaded, minutesInWords, Rows, Screen } from '../../kit';
import { labelOf, useAnswer, WORKSHOP_LEVELS, type OutlineLine } from '../../platform';
import { href } from '../../pieces/router';
import styles from './planning.module.css';

function detailsOf(line: OutlineLine): string {
  return [
    line.level === null ? null : labelOf(WORKSHOP_LEVELS, line.level),
    line.duration === null ? null : minutesInWords(line.duration),
    line.conflict ? 'à vérifier' : null,
  ]
    .filter(Boolean)
    .join(' · ');
}

export function OutlineList() {
  const answer = useAnswer('outline_list', null);
  const create = (
    <ButtonLink tone="primary" icon={FilePlus2} href={href({ name: 'outline_new' })}>
      Nouvelle trame
    </ButtonLink>
  );
  return (
    <Screen
      title="Trames d’atelier"
      under="Partagées avec toute l’équipe"
      actions={
        <>
          <ButtonLink href={href({ name: 'planning' })}>Planning</ButtonLink>
          {create}
        </>
      }
    >
      <Loaded answer={answer} rows={4}>
        {(outlines) =>
          outlines.length === 0 ? (
            <EmptyState>
              Aucune trame pour l’instant. Une trame dit comment mener un atelier{'\u202f'}: objectifs, matériel, étapes. Chaque
              collègue peut partir d’elle.
            </EmptyState>
          ) : (
            <Rows label="Trames d’atelier">
              {outlines.map((line) => (
                <li key={line.id} className={styles.item}>
                  <a className={styles.outline} href={href({ name: 'outline', id: line.id })}>
                    <strong>{line.title === '' ? 'Sans titre' : line.title}</strong>
                    <span className={styles.muted}>{detailsOf(line)}</span>
                  </a>
                  <ButtonLink
                    dense
                    icon={CalendarPlus}
                    href={href({ name: 'workshop_new', outline: line.id })}
                    aria-label={`Prévoir un atelier\u202f: ${line.title}`}
                  >
                    Prévoir
                  </ButtonLink>
                </li>
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Screen>
  );
}
