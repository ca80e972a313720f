/** Every session, the most recent first, a hundred at a time. */
import { NotebookPen, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { addDays, Button, ButtonLink, Chips, count, dayOf, EmptyState, FailureNote, Loaded, offerUndo, PAGE, Pages, Rows, Screen, useVeil } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type SessionLine, type Sessions } from '../../platform';
import { href } from '../../pieces/router';
import { peopleOf, SessionRow } from '../../pieces/SessionRow';
import styles from './session.module.css';

type Period = 'all' | 'week' | 'month' | 'year';
const PERIODS: readonly { value: Period; label: string }[] = [
  { value: 'all', label: 'Toutes' },
  { value: 'week', label: '7 derniers jours' },
  { value: 'month', label: '30 derniers jours' },
  { value: 'year', label: 'Cette année' },
];

function startOf(period: Period): string | null {
  const today = dayOf(new Date());
  switch (period) {
    case 'all':
      return null;
    case 'week':
      return addDays(today, -6);
    case 'month':
      return addDays(today, -29);
    case 'year':
      return `${today.slice(0, 4)}-01-01`;
  }
}

/** Coming back from a session, the list is where it was left. Holds no data of anybody. */
let left: { period: Period; offset: number } = { period: 'all', offset: 0 };

export function SessionList() {
  const [{ period, offset }, setPlace] = useState(left);
  const move = (place: typeof left) => {
    left = place;
    setPlace(place);
  };
  const answer = useAnswer(
    'session_page',
    { offset, limit: PAGE, from: startOf(period), to: null, beneficiary: null },
    { keepPrevious: true },
  );
  return (
    <Screen
      title="Séances"
      actions={
        <ButtonLink tone="primary" icon={NotebookPen} shortcut="Ctrl N" href={href({ name: 'session_new' })}>
          Nouvelle séance
        </ButtonLink>
      }
    >
      <Chips
        label="Période"
        quiet
        mode="one"
        chips={PERIODS}
        chosen={[period]}
        onChange={([next]) => next && move({ period: next, offset: 0 })}
      />
      <Loaded answer={answer} rows={6}>
        {(found) => (
          <Found
            found={found}
            offset={offset}
            all={period === 'all'}
            onOffset={(next) => move({ period, offset: next })}
            onWiden={() => move({ period: 'all', offset: 0 })}
          />
        )}
      </Loaded>
    </Screen>
  );
}

interface FoundProps {
  found: Sessions;
  offset: number;
  all: boolean;
  onOffset: (offset: number) => void;
  onWiden: () => void;
}

function Found({ found, offset, all, onOffset, onWiden }: FoundProps) {
  const invoke = useInvoke();
  const veil = useVeil();
  const [failure, setFailure] = useState<Failure | null>(null);

  const remove = async ({ id }: SessionLine) => {
    try {
      setFailure(null);
      await invoke('session_delete', { id });
      offerUndo('Séance supprimée.', () => void invoke('session_restore', { id }));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  if (found.total === 0) {
    return all ? (
      <EmptyState
        action={
          <ButtonLink icon={NotebookPen} href={href({ name: 'session_new' })}>
            Noter la première
          </ButtonLink>
        }
      >
        Aucune séance pour l’instant. Toutes celles que vous noterez seront ici, la plus récente en premier.
      </EmptyState>
    ) : (
      <EmptyState action={<Button onPress={onWiden}>Voir toutes les séances</Button>}>Aucune séance sur cette période.</EmptyState>
    );
  }
  return (
    <>
      <p role="status" className={styles.muted}>
        {count(found.total, 'séance')}
      </p>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.list}>
        <Rows label="Séances">
          {found.rows.map((line) => (
            <li key={line.id} className={styles.item}>
              <SessionRow line={line} dated />
              <Button dense tone="quiet" icon={Trash2} aria-label={`Supprimer la séance : ${peopleOf(line, veil)}`} onPress={() => void remove(line)}>
                Supprimer
              </Button>
            </li>
          ))}
        </Rows>
      </div>
      <Pages total={found.total} offset={offset} onOffset={onOffset} />
    </>
  );
}
