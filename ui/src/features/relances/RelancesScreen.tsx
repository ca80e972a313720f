/** What is to be looked at again, the longest overdue first: one key says it is done, one puts it off. */
import { CalendarClock, Check } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { addDays, Button, count, dayInField, EmptyState, isShortcut, FailureNote, Keys, Loaded, Notice, PAGE, Pages, Rows, Screen, useVeil } from '../../kit';
import { useAnswer, type Relance, type Relances } from '../../platform';
import { RelayButton } from '../../pieces/followup/RelaySheet';
import { useFollowUp } from '../../pieces/followup/useFollowUp';
import { doneState, dueInWords, nameOf, stateLabel } from '../../pieces/followup/words';
import { href, type Route } from '../../pieces/router';
import styles from './relances.module.css';

/** How long one press puts something off. */
const WEEK = 7;

export function RelancesScreen() {
  const [offset, setOffset] = useState(0);
  const answer = useAnswer('relances', { offset, limit: PAGE }, { keepPrevious: true, again: true });
  const found = answer.data;
  return (
    <Screen title="Relances" under={found ? `${count(found.due, 'relance')} à revoir aujourd’hui, ${count(found.total, 'relance')} en tout` : null}>
      <Loaded answer={answer} rows={5}>
        {(relances) => <List relances={relances} offset={offset} onOffset={setOffset} />}
      </Loaded>
    </Screen>
  );
}

type Group = [title: string, rows: Relance[]];

/** By when; what is empty is left out. */
export function groupsOf(rows: readonly Relance[], today: string): Group[] {
  const week = addDays(today, WEEK);
  const groups: Group[] = [
    ['En retard', rows.filter((row) => row.look_again < today)],
    ['Aujourd’hui', rows.filter((row) => row.look_again === today)],
    ['Dans la semaine', rows.filter((row) => row.look_again > today && row.look_again <= week)],
    ['Plus tard', rows.filter((row) => row.look_again > week)],
  ];
  return groups.filter(([, some]) => some.length > 0);
}

function List({ relances: { today, total, rows, disputed }, offset, onOffset }: { relances: Relances; offset: number; onOffset: (offset: number) => void }) {
  const actions = useFollowUp();
  const root = useRef<HTMLDivElement>(null);
  const links = () => [...(root.current?.querySelectorAll<HTMLElement>('[data-relance] a') ?? [])];

  /** The row goes away: the one that takes its rank takes the focus, so that the next key acts on it. */
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    const rank = wanted.current;
    wanted.current = null;
    if (rank === null) return;
    const now = links();
    (now[Math.min(rank, now.length - 1)] ?? document.querySelector<HTMLElement>('h1'))?.focus();
  }, [rows]);
  const rankOf = (row: Relance) => links().findIndex((link) => link.closest('[data-relance]')?.getAttribute('data-relance') === row.id);
  const act = async (row: Relance, does: () => Promise<boolean>) => {
    wanted.current = rankOf(row);
    if (!(await does())) wanted.current = null;
  };
  const done = (row: Relance) => void act(row, () => actions.done(row));
  const postpone = (row: Relance) => void act(row, () => actions.postpone(row, today, WEEK));

  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const row = rows.find(({ id }) => id === target?.closest('[data-relance]')?.getAttribute('data-relance'));
    if (!row) return;
    const key = event.key.toLowerCase();
    if (isShortcut(event, 'done')) done(row);
    else if (isShortcut(event, 'postpone')) postpone(row);
    else if ((key === 'arrowdown' || key === 'arrowup') && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const all = links();
      const here = rankOf(row);
      all[here + (key === 'arrowdown' ? 1 : -1)]?.focus();
    } else return;
    event.preventDefault();
  };

  return (
    <>
      {actions.failure ? <FailureNote failure={actions.failure} /> : null}
      {disputed.length > 0 ? (
        <Notice>
          <strong>{count(disputed.length, 'élément')} à vérifier</strong>
          <p>Deux valeurs y ont été notées en même temps, et les deux sont gardées.</p>
          <ul>
            {disputed.map(({ id, label, beneficiary, session }) => (
              <li key={id}>
                <a className={styles.disputed} href={href(routeOf({ beneficiary, session }))}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {total === 0 ? (
        <EmptyState>
          Rien à revoir. Les orientations, les objectifs et les démarches qui ont une date « À revoir » se rangeront ici, les plus en
          retard en premier.
        </EmptyState>
      ) : (
        <p className={styles.muted}>
          Sur une ligne : <Keys of="done" /> note que c’est fait, <Keys of="postpone" /> reporte d’une semaine, les flèches passent d’une ligne à l’autre.
        </p>
      )}
      <div ref={root} className={styles.groups} onKeyDown={keys}>
        {groupsOf(rows, today).map(([title, some], index) => (
          <section key={title} className={styles.group} aria-labelledby={`relances-${index}`}>
            <h2 id={`relances-${index}`}>{title}</h2>
            <Rows label={title}>
              {some.map((row) => (
                <li key={row.id} className={styles.relance} data-relance={row.id}>
                  <Line row={row} today={today} onDone={() => done(row)} onPostpone={() => postpone(row)} />
                </li>
              ))}
            </Rows>
          </section>
        ))}
      </div>
      <Pages total={total} offset={offset} onOffset={onOffset} />
    </>
  );
}

/** Where one works on it: the person’s file, else the session. */
function routeOf({ beneficiary, session }: Pick<Relance, 'beneficiary' | 'session'>): Route {
  if (beneficiary !== null) return { name: 'beneficiary', id: beneficiary };
  return session === null ? { name: 'relances' } : { name: 'session', id: session };
}

function Line({ row, today, onDone, onPostpone }: { row: Relance; today: string; onDone: () => void; onPostpone: () => void }) {
  const veil = useVeil();
  const who = row.person !== null ? veil.name(row.person) : (row.session_date ? `Anonyme, séance du ${dayInField(row.session_date)}` : 'Anonyme');
  const what = row.kind === 'mandate' ? nameOf(row.kind) : `${nameOf(row.kind)} · ${row.title ?? 'sans précision'}`;
  const finished = doneState(row.kind);
  const done = finished === null ? 'Ne plus rappeler' : stateLabel(row.kind, finished);
  const about = `${who}, ${what}`;
  return (
    <>
      <a className={styles.subject} href={href(routeOf(row))}>
        <strong>{who}</strong>
        <br />
        {what}
        {row.conflict ? <span className={styles.late}> · à vérifier</span> : null}
      </a>
      <span className={styles.when}>
        <span className={row.look_again < today ? styles.late : undefined}>
          {row.kind === 'mandate' && row.look_again > today ? 'expire ' : ''}
          {dueInWords(row.look_again, today)}
        </span>
        <br />
        <span className={styles.muted}>{row.state ? stateLabel(row.kind, row.state) : ''}</span>
      </span>
      <span className={styles.actions}>
        <Button dense icon={Check} shortcut="done" onPress={onDone} aria-label={`${done} : ${about}`}>
          {done}
        </Button>
        <Button dense tone="quiet" icon={CalendarClock} shortcut="postpone" onPress={onPostpone} aria-label={`Reporter d’une semaine : ${about}`}>
          Reporter
        </Button>
        {row.kind === 'referral' ? <RelayButton of={{ referral: row.id, session: null }} towards={about} /> : null}
      </span>
    </>
  );
}
