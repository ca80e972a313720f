/** The directory of places: by name, and by need, without network. */
import { Download, MapPinPlus, Upload } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';

import { Button, ButtonLink, Checkbox, count, EmptyState, FailureNote, figure, Loaded, Notice, PAGE, Pages, Rows, Screen, useRested } from '../../kit';
import { failureOf, SERVICES, useAnswer, useInvoke, usePlatform, type Directory, type DirectoryAsk, type DirectoryLine, type Failure } from '../../platform';
import { href } from '../../pieces/router';
import { ANY, Filters, type Need } from './Filters';
import styles from './place.module.css';
import { DAYS, distanceInWords, kinds, labels, parseTime } from './words';

const REST_MS = 50;

/** Coming back from a place, the list is where it was left. Holds no data of anybody. */
let left: { need: Need; offset: number } = { need: ANY, offset: 0 };

/** For tests: as if the program had just started. */
export function forgetNeed(): void {
  left = { need: ANY, offset: 0 };
}

function asked({ query, service, day, time, hoursUnknown, within, from, nearest }: Need, offset: number): DirectoryAsk {
  return {
    query: query.trim(),
    service,
    day,
    minute: day === null ? null : parseTime(time),
    hours_unknown: hoursUnknown,
    from,
    within,
    nearest,
    offset,
    limit: PAGE,
  };
}

export function PlaceList() {
  const invoke = useInvoke();
  const platform = usePlatform();
  const [{ need, offset }, setPlace] = useState(left);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [exported, setExported] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const move = (place: typeof left) => {
    left = place;
    setPlace(place);
  };
  const set = (change: Partial<Need>) => move({ need: { ...need, ...change }, offset: 0 });
  const rested = useRested(need, REST_MS);
  const answer = useAnswer('place_directory', asked(rested, offset), { keepPrevious: true });

  const exportAll = async () => {
    try {
      setFailure(null);
      setExported(await platform.saveFile(await invoke('place_export', null)));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <Screen
      title="Lieux"
      ownFocus
      under={<a href={href({ name: 'territories' })}>Diagnostics de territoire</a>}
      actions={
        <>
          <ButtonLink tone="primary" icon={MapPinPlus} href={href({ name: 'place_new' })}>
            Ajouter un lieu
          </ButtonLink>
          <ButtonLink icon={Upload} href={href({ name: 'place_import' })}>
            Importer
          </ButtonLink>
          <Button icon={Download} onPress={() => void exportAll()}>
            Exporter
          </Button>
        </>
      }
    >
      {failure ? <FailureNote failure={failure} /> : null}
      <p role="status" className="visually-hidden">
        {exported ? 'Annuaire exporté.' : ''}
      </p>
      <Filters need={need} set={set} origin={answer.data?.origin ?? null} onInto={() => list.current?.querySelector<HTMLElement>('li a')?.focus()} />
      <div ref={list} className={styles.stack} onKeyDown={arrows}>
        <Loaded answer={answer} rows={6}>
          {(found) => <Found found={found} need={need} set={set} offset={offset} onOffset={(next) => move({ need, offset: next })} />}
        </Loaded>
      </div>
    </Screen>
  );
}

/** Up and down go from row to row, as in every list. */
function arrows(event: KeyboardEvent<HTMLDivElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('li a')];
  const here = rows.findIndex((row) => row === document.activeElement);
  if (here < 0) return;
  event.preventDefault();
  rows[here + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

interface FoundProps {
  found: Directory;
  need: Need;
  set: (change: Partial<Need>) => void;
  offset: number;
  onOffset: (offset: number) => void;
}

const searching = (need: Need) => need.query.trim() !== '' || need.service !== null || need.day !== null || need.within !== null;

function Found({ found, need, set, offset, onOffset }: FoundProps) {
  if (found.total === 0 && !searching(need)) {
    return (
      <EmptyState
        action={
          <span className={styles.buttons}>
            <ButtonLink icon={MapPinPlus} href={href({ name: 'place_new' })}>
              Ajouter un lieu
            </ButtonLink>
            <ButtonLink icon={Upload} href={href({ name: 'place_import' })}>
              Importer un fichier de lieux
            </ButtonLink>
          </span>
        }
      >
        Aucun lieu pour l’instant. Votre équipe trouvera ici, même sans réseau, qui aide à quoi, quand et à quelle distance.
      </EmptyState>
    );
  }
  return (
    <>
      <p role="status" className={styles.muted}>
        {searching(need) ? count(found.total, 'lieu trouvé', 'lieux trouvés') : count(found.total, 'lieu', 'lieux')}
      </p>
      {need.day !== null && found.hours_unknown > 0 ? (
        <Checkbox isSelected={need.hoursUnknown} onChange={(hoursUnknown) => set({ hoursUnknown })}>
          {found.hours_unknown === 1
            ? 'Montrer aussi le lieu dont on ne connaît pas les horaires'
            : `Montrer aussi les ${figure(found.hours_unknown)} lieux dont on ne connaît pas les horaires`}
        </Checkbox>
      ) : null}
      {need.within !== null && found.origin === null ? (
        <Notice>
          <p>Escale ne sait pas d’où compter les kilomètres. Choisissez une commune, ou votre escale du moment.</p>
        </Notice>
      ) : need.within !== null && found.distance_unknown > 0 ? (
        <p className={styles.muted}>{count(found.distance_unknown, 'lieu n’a', 'lieux n’ont')} pas de position connue et ne sont pas comptés.</p>
      ) : null}
      {found.total === 0 ? (
        <EmptyState action={<Button onPress={() => set(ANY)}>Voir tous les lieux</Button>}>
          Aucun lieu de l’annuaire ne répond à ce besoin. Essayez un autre jour, plus loin, ou le début du nom.
        </EmptyState>
      ) : (
        <Rows label="Lieux">
          {found.rows.map((line) => (
            <li key={line.id}>
              <Line place={line} day={need.day} />
            </li>
          ))}
        </Rows>
      )}
      <Pages total={found.total} offset={offset} onOffset={onOffset} />
    </>
  );
}

function Line({ place, day }: { place: DirectoryLine; day: number | null }) {
  const where = [place.address, place.commune].filter(Boolean).join(' · ');
  const when = day === null ? 'aujourd’hui' : (DAYS[day] ?? '').toLowerCase();
  return (
    <a className={styles.row} href={href({ name: 'place', id: place.id })}>
      <span>
        <strong>{place.name}</strong>
        {place.itinerant ? <span className={styles.muted}> · itinérant</span> : null}
        <br />
        <span className={styles.muted}>{where || kinds(place.typologies)}</span>
        {place.services.length > 0 ? <span className={styles.services}>{labels(SERVICES, place.services).join(' · ')}</span> : null}
      </span>
      <span className={styles.last}>
        {place.distance_m === null ? null : <strong>{distanceInWords(place.distance_m)}</strong>}
        {place.hours === '' ? null : (
          <span className={styles.muted}>
            {`${when}\u202f: ${place.hours}`}
          </span>
        )}
        {place.phone ? <span className={styles.muted}>{place.phone.replaceAll(' ', '\u00a0')}</span> : null}
      </span>
    </a>
  );
}
