/** The first screen of the day: where I am, what I noted, what is left to finish. */
import { NotebookPen, Repeat2, UsersRound } from 'lucide-react';
import { useState } from 'react';

import {
  Actions,
  Button,
  ButtonLink,
  count,
  dayInWords,
  EmptyState,
  FailureNote,
  Loaded,
  minutesInWords,
  Rows,
  Screen,
} from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type PlaceLine, type Today } from '../../platform';
import { RelancesDue } from '../../pieces/followup/Due';
import { PlacePicker } from '../../pieces/PlacePicker';
import { href } from '../../pieces/router';
import { SessionRow } from '../../pieces/SessionRow';
import { Drafts } from './Drafts';
import styles from './today.module.css';

export function TodayScreen() {
  const answer = useAnswer('today', null, { again: true });
  const today = answer.data;
  return (
    <Screen
      title="Aujourd’hui"
      under={today ? dayInWords(today.date, today.date) : null}
    >
      <Loaded answer={answer} rows={5}>
        {(day) => <Day day={day} />}
      </Loaded>
    </Screen>
  );
}

function Day({ day }: { day: Today }) {
  return (
    <>
      <Stop place={day.place} />
      <Actions>
        <ButtonLink tone="primary" icon={NotebookPen} shortcut="Ctrl N" href={href({ name: 'session_new' })}>
          Nouvelle séance
        </ButtonLink>
        <ButtonLink icon={UsersRound} href={href({ name: 'session_new', workshop: true })}>
          Atelier
        </ButtonLink>
        {day.sessions.length > 0 ? (
          <ButtonLink icon={Repeat2} href={href({ name: 'session_new', repeat: true })}>
            Même que la précédente
          </ButtonLink>
        ) : null}
      </Actions>
      <RelancesDue />
      <Drafts drafts={day.drafts} />
      <section className={styles.section} aria-labelledby="noted">
        <div className={styles.head}>
          <h2 id="noted">Noté aujourd’hui</h2>
          {day.sessions.length > 0 ? (
            <span className={styles.sums}>
              {count(day.people, 'accompagnement')} · {minutesInWords(day.minutes)}
            </span>
          ) : null}
        </div>
        {day.sessions.length === 0 ? (
          <EmptyState>
            Rien de noté aujourd’hui. Les séances de la journée se rangeront ici, la plus récente en premier. Appuyez sur{' '}
            <kbd>Ctrl N</kbd> pour la première.
          </EmptyState>
        ) : (
          <Rows label="Séances d’aujourd’hui">
            {day.sessions.map((line) => (
              <li key={line.id} className={styles.item}>
                <SessionRow line={line} />
              </li>
            ))}
          </Rows>
        )}
      </section>
    </>
  );
}

/** The place I am at, and the way to say another. */
function Stop({ place }: { place: PlaceLine | null }) {
  const invoke = useInvoke();
  const [changing, setChanging] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const moveTo = async ({ id }: PlaceLine) => {
    try {
      await invoke('place_set_current', { id });
      setFailure(null);
      setChanging(false);
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <section className={styles.stop} aria-label="Escale du moment">
      {failure ? <FailureNote failure={failure} /> : null}
      {place && !changing ? (
        <>
          <p className={styles.place}>
            <strong>{place.name}</strong>
            {place.commune ? <span> · {place.commune}</span> : null}
          </p>
          <Button dense onPress={() => setChanging(true)} aria-label="Changer de lieu">
            Changer
          </Button>
        </>
      ) : (
        <div className={styles.search}>
          <PlacePicker
            label={place ? 'Où êtes-vous maintenant ?' : 'Où êtes-vous ?'}
            description="Ce lieu sera proposé pour chaque nouvelle séance."
            autoFocus={changing}
            onPick={(picked) => void moveTo(picked)}
          />
          {changing ? (
            <Button dense tone="quiet" onPress={() => setChanging(false)}>
              Garder {place ? place.name : 'sans lieu'}
            </Button>
          ) : null}
        </div>
      )}
    </section>
  );
}
