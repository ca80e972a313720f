/** The first screen of the day: where I am, what I noted, what is left to finish. */
import { NotebookPen, Repeat2, UsersRound } from 'lucide-react';
import { useEffect, useState } from 'react';

import {
  Actions,
  Button,
  ButtonLink,
  count,
  dayInWords,
  EmptyState,
  FailureNote,
  Keys,
  Loaded,
  minutesInWords,
  Rows,
  Screen,
} from '../../kit';
import { ArrivingNotice } from '../../pieces/Arriving';
import { RelancesDue } from '../../pieces/followup/Due';
import { failureOf, useAnswer, useInvoke, type Failure, type PlaceHours, type PlaceLine, type Today, type TodayPlan } from '../../platform';
import { HandoversReceived } from '../../pieces/Handovers';
import { hoursShown } from '../../pieces/plan';
import { PlacePicker } from '../../pieces/PlacePicker';
import { href } from '../../pieces/router';
import { SilentLong, WaitedLong } from '../../pieces/Waiting';
import { SessionRow } from '../../pieces/SessionRow';
import { WorkshopRow } from '../../pieces/WorkshopRow';
import { Drafts } from './Drafts';
import styles from './today.module.css';

export function TodayScreen() {
  const answer = useAnswer('today', null, { again: true });
  const today = answer.data;
  const { refetch } = answer;
  useEffect(() => {
    // Coming back to the window hours later, one may be somewhere else.
    const back = () => void refetch();
    window.addEventListener('focus', back);
    return () => window.removeEventListener('focus', back);
  }, [refetch]);
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
      <ArrivingNotice />
      <Stop place={day.place} plan={day.plan} />
      <Actions>
        <ButtonLink tone="primary" icon={NotebookPen} shortcut="new_session" href={href({ name: 'session_new' })}>
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
      <Sending />
      <HandoversReceived />
      <RelancesDue />
      <Workshops plan={day.plan} />
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
            <Keys of="new_session" /> pour la première.
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

/** What waits for too long: nothing on an ordinary day. */
function Sending() {
  const { data } = useAnswer('sync_state', null);
  if (data === undefined) return null;
  return (
    <>
      <SilentLong state={data} />
      <WaitedLong state={data} />
    </>
  );
}

/** The workshops of the day, with who is expected. */
function Workshops({ plan }: { plan: TodayPlan }) {
  const { workshops, date } = plan.day;
  if (workshops.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="workshops">
      <h2 id="workshops">{workshops.length > 1 ? 'Ateliers d’aujourd’hui' : 'Atelier d’aujourd’hui'}</h2>
      <Rows label="Ateliers d’aujourd’hui">
        {workshops.map((line) => (
          <li key={line.id} className={styles.item}>
            <WorkshopRow line={line} today={date} />
          </li>
        ))}
      </Rows>
    </section>
  );
}

const hoursOf = ({ starts, ends }: PlaceHours) => hoursShown(starts, ends);

/** The place I am at, and the way to say another. */
function Stop({ place, plan }: { place: PlaceLine | null; plan: TodayPlan }) {
  const invoke = useInvoke();
  const [changing, setChanging] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      setFailure(null);
      setChanging(false);
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };
  const moveTo = ({ id }: { id: string }) => attempt(() => invoke('place_set_current', { id }));
  const { here, next, planned } = plan;

  return (
    <section className={styles.stop} aria-label="Escale du moment">
      {failure ? <FailureNote failure={failure} /> : null}
      {place && !changing ? (
        <>
          <p className={styles.place}>
            <strong>{place.name}</strong>
            {place.commune ? <span> · {place.commune}</span> : null}
            {here ? <span> · {hoursOf(here)}</span> : null}
          </p>
          <Button dense onPress={() => setChanging(true)} aria-label="Changer de lieu">
            Changer
          </Button>
          {plan.chosen && planned ? (
            <p className={styles.next}>
              <span>
                Choisi pour aujourd’hui. Le planning dit{' '}: {planned.name}, {hoursOf(planned)}.
              </span>
              <Button dense tone="quiet" onPress={() => void attempt(() => invoke('place_follow_plan', null))}>
                Revenir au planning
              </Button>
            </p>
          ) : null}
          {next ? (
            <p className={styles.next}>
              <span>
                Ensuite{' '}: {next.name}, {hoursOf(next)}
              </span>
              {next.place === place.id ? null : (
                <Button dense tone="quiet" onPress={() => void moveTo({ id: next.place })} aria-label={`J’y suis déjà\u202f: ${next.name}`}>
                  J’y suis déjà
                </Button>
              )}
            </p>
          ) : null}
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
