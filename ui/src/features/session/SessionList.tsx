/** Every session, the most recent first, a hundred at a time, sifted by the notebook. */
import { ListChecks, NotebookPen, Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, ButtonLink, Checkbox, count, dayInField, EmptyState, FailureNote, Loaded, offerUndo, PAGE, Pages, Rows, Screen, useVeil } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type SessionLine, type Sessions } from '../../platform';
import { href } from '../../pieces/router';
import { peopleOf, SessionRow } from '../../pieces/SessionRow';
import { Bulk } from './Bulk';
import { EVERYTHING, selectionOf, Sieve, siftsNothing, type Sifting } from './Sieve';
import styles from './session.module.css';

/** Coming back from a session, the list is where it was left. Holds no data of anybody. */
let left: { sifting: Sifting; offset: number } = { sifting: EVERYTHING, offset: 0 };

export function SessionList() {
  const invoke = useInvoke();
  const [{ sifting, offset }, setPlace] = useState(left);
  /** Chosen to be changed together; nothing when one is not choosing. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const move = (place: typeof left) => {
    left = place;
    setPlace(place);
  };
  const sift = (next: Sifting) => {
    move({ sifting: next, offset: 0 });
    // What is chosen is what one sees.
    setChosen((before) => before && new Set());
  };
  const selection = selectionOf(sifting);
  const answer = useAnswer('session_page', { offset, limit: PAGE, ...selection }, { keepPrevious: true });
  return (
    <Screen
      title="Séances"
      actions={
        <>
          <ButtonLink dense tone="quiet" icon={Tags} href={href({ name: 'tags' })}>
            Étiquettes
          </ButtonLink>
          <ButtonLink dense tone="quiet" icon={Trash2} href={href({ name: 'corbeille' })}>
            Corbeille
          </ButtonLink>
          <ButtonLink tone="primary" icon={NotebookPen} shortcut="new_session" href={href({ name: 'session_new' })}>
            Nouvelle séance
          </ButtonLink>
        </>
      }
    >
      <Sieve sifting={sifting} onSift={sift} />
      <Loaded answer={answer} rows={6}>
        {(found) => (
          <Found
            found={found}
            offset={offset}
            all={siftsNothing(sifting)}
            chosen={chosen}
            onChoose={(ids) => setChosen(ids && new Set(ids))}
            everything={async () => (await invoke('session_ids', selection)).ids}
            onOffset={(next) => move({ sifting, offset: next })}
            onWiden={() => sift(EVERYTHING)}
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
  chosen: ReadonlySet<string> | null;
  onChoose: (ids: readonly string[] | null) => void;
  everything: () => Promise<string[]>;
  onOffset: (offset: number) => void;
  onWiden: () => void;
}

function Found({ found, offset, all, chosen, onChoose, everything, onOffset, onWiden }: FoundProps) {
  const invoke = useInvoke();
  const veil = useVeil();
  const [failure, setFailure] = useState<Failure | null>(null);

  const remove = async ({ id }: SessionLine) => {
    try {
      setFailure(null);
      await invoke('session_delete', { id });
      offerUndo('Séance mise à la corbeille.', () => invoke('session_restore', { id }));
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
      <EmptyState action={<Button onPress={onWiden}>Voir toutes les séances</Button>}>Aucune séance ne correspond à ces filtres.</EmptyState>
    );
  }
  return (
    <>
      <div className={styles.listHead}>
        <p role="status" className={styles.muted}>
          {count(found.total, 'séance')}
        </p>
        <Button dense tone="quiet" icon={ListChecks} onPress={() => onChoose(chosen ? null : [])}>
          {chosen ? 'Ne plus choisir' : 'Choisir plusieurs séances'}
        </Button>
      </div>
      {chosen ? (
        <Bulk
          chosen={chosen}
          page={found.rows.map(({ id }) => id)}
          total={found.total}
          onChoose={onChoose}
          everything={everything}
          onDone={() => onChoose(null)}
        />
      ) : null}
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.list}>
        <Rows label="Séances">
          {found.rows.map((line) => (
            <li key={line.id} className={styles.item}>
              {chosen ? (
                <Checkbox
                  isSelected={chosen.has(line.id)}
                  onChange={(on) => onChoose(on ? [...chosen, line.id] : [...chosen].filter((id) => id !== line.id))}
                >
                  <span className="visually-hidden">
                    Choisir la séance du {dayInField(line.date)}, {peopleOf(line, veil)}
                  </span>
                </Checkbox>
              ) : null}
              <SessionRow line={line} dated />
              {chosen ? null : (
                <Button dense tone="quiet" icon={Trash2} aria-label={`Supprimer la séance : ${peopleOf(line, veil)}`} onPress={() => void remove(line)}>
                  Supprimer
                </Button>
              )}
            </li>
          ))}
        </Rows>
      </div>
      <Pages total={found.total} offset={offset} onOffset={onOffset} />
    </>
  );
}
