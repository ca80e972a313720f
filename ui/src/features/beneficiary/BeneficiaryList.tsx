/** Followed people: found while typing, accents and typos forgiven; several chosen at once when needed. */
import { Eraser, FileUp, GitCompareArrows, ListChecks, UserRoundPlus } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';

import { Button, ButtonLink, count, dayInField, EmptyState, Loaded, Notice, PersonName, Rows, Screen, SearchLine, useRested, useVeil, Pages, PAGE } from '../../kit';
import { useAnswer, type Beneficiaries, type BeneficiaryLine } from '../../platform';
import { ArrivingNotice } from '../../pieces/Arriving';
import { detailsOf } from '../../pieces/BeneficiaryFields';
import { HandoversReceived } from '../../pieces/Handovers';
import { href } from '../../pieces/router';
import styles from './beneficiary.module.css';
import { ChosenBar } from './ChosenBar';

/** Typing rests this long before the notebook is asked: imperceptible, and one question per word. */
const REST_MS = 50;

/** Choosing several files: nothing when not doing so. */
interface Choosing {
  has: (id: string) => boolean;
  toggle: (id: string) => void;
}

export function BeneficiaryList() {
  const [query, setQuery] = useState('');
  const [offset, setOffset] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const rested = useRested(query.trim(), REST_MS);
  const answer = useAnswer('beneficiary_page', { query: rested, offset, limit: PAGE }, { keepPrevious: true });
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);

  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const endChoosing = () => {
    setChosen(null);
    // The buttons go away: the keyboard starts again from the search.
    search.current?.focus();
  };
  const choosing: Choosing | null = chosen === null ? null : { has: (id) => chosen.has(id), toggle };

  return (
    <Screen
      title="Bénéficiaires"
      ownFocus
      actions={
        <>
          <ButtonLink tone="primary" icon={UserRoundPlus} href={href({ name: 'beneficiary_new' })}>
            Nouvelle fiche
          </ButtonLink>
          <ButtonLink icon={FileUp} href={href({ name: 'beneficiary_import' })}>
            Importer
          </ButtonLink>
          <ButtonLink icon={GitCompareArrows} href={href({ name: 'duplicates' })}>
            Doublons
          </ButtonLink>
          <ButtonLink icon={Eraser} href={href({ name: 'erasures' })}>
            À effacer
          </ButtonLink>
          {answer.data && answer.data.total > 0 && chosen === null ? (
            <Button icon={ListChecks} onPress={() => setChosen(new Set())}>
              Choisir plusieurs fiches
            </Button>
          ) : null}
        </>
      }
    >
      <ArrivingNotice />
      <SearchLine
        label="Chercher un nom ou un téléphone"
        value={query}
        autoFocus
        inputRef={search}
        onChange={(typed) => {
          setQuery(typed);
          setOffset(0);
        }}
        onInto={() => list.current?.querySelector<HTMLElement>('a')?.focus()}
      />
      {chosen === null && query === '' ? <HandoversReceived /> : null}
      {chosen !== null ? (
        <ChosenBar chosen={chosen} query={rested} total={answer.data?.total ?? 0} onChosen={setChosen} onEnd={endChoosing} />
      ) : null}
      <div ref={list} className={styles.stack} onKeyDown={(event) => keys(event, toggle)}>
        <Loaded answer={answer} rows={6}>
          {(found) => <Found found={found} query={rested} offset={offset} choosing={choosing} onOffset={setOffset} onWiden={() => setQuery('')} />}
        </Loaded>
      </div>
    </Screen>
  );
}

/** Up and down go from row to row, as in every list; with Shift they choose on their way, as Space does. */
function keys(event: KeyboardEvent<HTMLDivElement>, toggle: (id: string) => void) {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('li a')];
  const here = rows.findIndex((row) => row === document.activeElement);
  const row = rows[here];
  if (row === undefined) return;
  const id = row.dataset['id'];
  const arrow = event.key === 'ArrowDown' || event.key === 'ArrowUp';
  if (!arrow && event.key !== ' ') return;
  event.preventDefault();
  if (id !== undefined && (event.key === ' ' || event.shiftKey)) toggle(id);
  if (arrow) rows[here + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

interface FoundProps {
  found: Beneficiaries;
  query: string;
  offset: number;
  choosing: Choosing | null;
  onOffset: (offset: number) => void;
  onWiden: () => void;
}

function Found({ found, query, offset, choosing, onOffset, onWiden }: FoundProps) {
  const veil = useVeil();
  if (found.total === 0 && query === '') {
    return (
      <EmptyState>
        Aucune fiche pour l’instant. La plupart des personnes restent anonymes ; créez une fiche pour celles que vous suivez.
      </EmptyState>
    );
  }
  return (
    <>
      <p role="status" className={styles.muted}>
        {query === '' ? count(found.total, 'fiche') : found.total === 0 ? 'Personne de ce nom.' : count(found.total, 'fiche trouvée', 'fiches trouvées')}
      </p>
      {found.approximate && found.total > 0 ? (
        <Notice>
          <p>Aucune fiche écrite exactement ainsi : voici celles qui s’en approchent.</p>
        </Notice>
      ) : null}
      {found.total === 0 ? (
        <EmptyState
          action={
            <span className={styles.buttons}>
              <ButtonLink icon={UserRoundPlus} href={href({ name: 'beneficiary_new' })}>
                Créer une fiche
              </ButtonLink>
              <Button tone="quiet" onPress={onWiden}>
                Voir toutes les fiches
              </Button>
            </span>
          }
        >
          Essayez le début du nom, le prénom seul, ou les derniers chiffres du téléphone.
        </EmptyState>
      ) : (
        <Rows label="Bénéficiaires">
          {found.rows.map((line) => (
            <li key={line.id} className={choosing ? styles.selectable : undefined}>
              {choosing ? (
                <label className={styles.tick}>
                  <input type="checkbox" checked={choosing.has(line.id)} onChange={() => choosing.toggle(line.id)} aria-label={`Choisir ${veil.name(line.name)}`} />
                </label>
              ) : null}
              <Line line={line} />
            </li>
          ))}
        </Rows>
      )}
      <Pages total={found.total} offset={offset} onOffset={onOffset} />
    </>
  );
}

function Line({ line }: { line: BeneficiaryLine }) {
  const veil = useVeil();
  return (
    <a className={styles.row} data-id={line.id} href={href({ name: 'beneficiary', id: line.id })}>
      <span>
        <strong>
          <PersonName name={line.name} />
        </strong>
        {line.conflict ? <span className={styles.flag}> · à vérifier</span> : null}
        <br />
        <span className={styles.muted}>{veil.words(detailsOf(line))}</span>
      </span>
      <span className={styles.last}>
        {count(line.sessions, 'séance')}
        {line.last_session ? (
          <>
            <br />
            <span className={styles.muted}>{dayInField(line.last_session)}</span>
          </>
        ) : null}
      </span>
    </a>
  );
}
