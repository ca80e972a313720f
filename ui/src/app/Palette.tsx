/**
 * Go anywhere, do anything, by typing it. A combobox as screen readers know it: the field keeps the
 * focus, arrows move along the answers, Enter picks. Enter pressed before the notebook answered
 * waits for the answer: what is picked is what was typed for.
 */
import { CornerDownLeft } from 'lucide-react';
import { Fragment, useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

import { dayOf, Dialog, FailureNote, useDiscreet, searchInput, useKeys, useRested, useVeil, WithGlass } from '../kit';
import { failureOf, useAnswer, useInvoke, type AppState, type Failure, type Settings } from '../platform';
import type { Hands } from './acts';
import { groupsFor, spoken, type Choice } from './palette';
import styles from './Palette.module.css';

const REST_MS = 50;
/** Fewest letters that the notebook is asked about. */
const LETTERS = 2;

interface PaletteProps {
  state: AppState;
  settings: Settings;
  /** What was typed before the field was there, told once. */
  takeTyped: () => string | null;
  onClose: () => void;
  onLock: () => void;
  onShortcuts: () => void;
}

export function Palette({ onClose, ...rest }: PaletteProps) {
  return (
    <Dialog title="Rechercher" isOpen onClose={onClose}>
      <Box onClose={onClose} {...rest} />
    </Dialog>
  );
}

function Box({ state, settings, takeTyped, onClose, onLock, onShortcuts }: PaletteProps) {
  const id = useId();
  const invoke = useInvoke();
  const discreet = useDiscreet();
  const veil = useVeil();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [eager, setEager] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  // Before the dialog takes the focus for itself.
  useLayoutEffect(() => {
    field.current?.focus();
    const letters = takeTyped();
    if (letters) setQuery(letters);
  }, [takeTyped]);

  const typed = query.trim();
  const rested = useRested(typed, REST_MS);
  const asked = rested.length >= LETTERS;
  const answer = useAnswer('search_everywhere', { query: rested }, { enabled: asked, keepPrevious: true });
  const waiting = typed.length >= LETTERS && (rested !== typed || answer.isFetching || answer.isPlaceholderData) && !answer.error;
  const found = typed.length >= LETTERS && asked ? answer.data : undefined;

  const hands: Hands = { state, settings, discreet, invoke, lock: onLock, shortcuts: onShortcuts };
  const groups = groupsFor(typed, found, hands, veil, dayOf(new Date()));
  const choices = groups.flatMap((group) => group.choices);
  const at = Math.min(active, Math.max(0, choices.length - 1));
  const chosen = choices[at];
  const optionId = (choice: Choice) => `${id}-${choice.id}`;

  const pick = (choice: Choice | undefined, other = false) => {
    const act = other ? choice?.second : choice;
    if (!act) return;
    setFailure(null);
    Promise.resolve()
      .then(() => act.run(hands))
      .then(onClose, (reason: unknown) => setFailure(failureOf(reason)));
  };

  const pickChosen = useRef(() => pick(chosen));
  useEffect(() => {
    pickChosen.current = () => pick(chosen);
  });
  useEffect(() => {
    if (!eager || waiting) return;
    setEager(false);
    pickChosen.current();
  }, [eager, waiting]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at, typed]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = choices.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, next));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (event.shiftKey) {
        pick(chosen, true);
        return;
      }
      // Somebody who moved has read what she takes.
      if (waiting && active === 0) setEager(true);
      else pick(chosen);
    }
  };

  return (
    <>
      <WithGlass>
        <input
          ref={field}
          className={searchInput}
          role="combobox"
          aria-label="Rechercher une personne, un lieu, une séance, une action"
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen ? optionId(chosen) : undefined}
          autoComplete="off"
          spellCheck="false"
          placeholder="Un nom, un numéro, un lieu, « hier », une action…"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
            setEager(false);
          }}
          onKeyDown={onKeyDown}
        />
      </WithGlass>
      {failure ? <FailureNote failure={failure} /> : null}
      {asked && answer.error ? <FailureNote failure={answer.error.failure} retry={() => void answer.refetch()} /> : null}
      <p role="status" className="visually-hidden">
        {waiting || typed === '' ? '' : spoken(groups)}
        {!waiting && chosen?.second ? ` Maj Entrée\u202f: ${chosen.second.label}.` : ''}
      </p>
      <div className={styles.answers} role="group" aria-label="Réponses" tabIndex={0}>
        {choices.length === 0 && !waiting ? (
          <p className={styles.nothing}>Rien de ce nom. Essayez le début d’un nom, les derniers chiffres d’un téléphone, un jour ou une commune.</p>
        ) : null}
        <div id={`${id}-list`} ref={list} role="listbox" aria-label="Réponses" aria-busy={waiting} className={styles.list} hidden={choices.length === 0}>
          {groups.map((group) => (
            <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
              <div id={`${id}-${group.id}`} className={styles.group} role="presentation">
                {group.label}
              </div>
              {group.choices.map((choice) => (
                <Option
                  key={choice.id}
                  id={optionId(choice)}
                  choice={choice}
                  selected={choice === chosen}
                  onPoint={() => setActive(choices.indexOf(choice))}
                  onPick={() => pick(choice)}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <p className={styles.keys} aria-hidden>
        <kbd>↑</kbd> <kbd>↓</kbd> choisir · <kbd>⏎</kbd> ouvrir
        {chosen?.second ? (
          <>
            {' '}
            · <kbd>Maj ⏎</kbd> {chosen.second.label}
          </>
        ) : null}{' '}
        · <kbd>Échap</kbd> fermer
      </p>
    </>
  );
}

interface OptionProps {
  id: string;
  choice: Choice;
  selected: boolean;
  onPoint: () => void;
  onPick: () => void;
}

function Option({ id, choice, selected, onPoint, onPick }: OptionProps) {
  const { label, detail, icon: Icon, act } = choice;
  const keys = useKeys(act?.shortcut);
  return (
    // The keyboard is the field's: an option never has the focus.
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className={styles.option}
      onPointerMove={selected ? undefined : onPoint}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      <Icon aria-hidden />
      <span className={styles.words}>
        <span className={styles.label}>{label}</span>
        {detail ? (
          <Fragment>
            {' '}
            <span className={styles.detail}>{detail}</span>
          </Fragment>
        ) : null}
      </span>
      {keys ? <kbd aria-hidden>{keys}</kbd> : selected ? <CornerDownLeft aria-hidden className={styles.enter} /> : null}
    </div>
  );
}
