/**
 * A field that two laptops wrote at the same time: both values side by side, settled by one press.
 * Only the values that were on the screen are closed by it; one that came since stays open.
 */
import { useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useId, useRef, useState } from 'react';

import { Button, FailureNote, when } from '../kit';
import { failureOf, invalidate, useAnswer, useInvoke, type Conflict, type Failure, type StandingValue } from '../platform';
import { fieldName } from './fieldNames';
import styles from './ConflictCards.module.css';

/** A button says the beginning of a long text; the whole stands above it. */
const BEGINNING = 32;

/** Where a value is corrected, when it is not a file. */
const WHERE: Readonly<Record<string, string>> = { session: 'séance', outcome: 'séance', outline: 'trame' };

interface Props {
  table: 'beneficiary' | 'session' | 'goal' | 'referral' | 'procedure' | 'needs_assessment' | 'outline' | 'territory';
  id: string;
  /** A value was chosen: what the screen holds of this record is old. */
  onChosen?: () => void;
}

export function ConflictCards({ table, id, onChosen }: Props) {
  const invoke = useInvoke();
  const client = useQueryClient();
  const answer = useAnswer('conflict_get', { table, id });
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const choosing = useRef(false);
  const status = useRef<HTMLParagraphElement>(null);

  const say = (sentence: string) => {
    setSaid(sentence);
    // The button pressed goes away with its card: the next Tab starts from the sentence.
    requestAnimationFrame(() => status.current?.focus());
  };

  const choose = async (conflict: Conflict, keep: string | null) => {
    if (choosing.current) return;
    choosing.current = true;
    setFailure(null);
    const { table: of, id: record, field, values } = conflict;
    try {
      await invoke('conflict_choose', { table: of, id: record, field, seen: values.map(({ write }) => write), keep });
      say('C’est noté.');
      onChosen?.();
    } catch (reason) {
      const refusal = failureOf(reason);
      if (refusal.code === 'not_found') {
        say('Cette valeur vient de changer : regardez à nouveau.');
        invalidate(client, ['beneficiaries', 'sessions', 'followups', 'planning', 'territory']);
      } else {
        setSaid('');
        setFailure(refusal);
      }
    } finally {
      choosing.current = false;
    }
  };

  return (
    <div className={styles.cards}>
      <p ref={status} role="status" tabIndex={-1} className={styles.said}>
        {said}
      </p>
      {failure ? <FailureNote failure={failure} /> : null}
      {answer.error ? <FailureNote failure={answer.error.failure} retry={() => void answer.refetch()} /> : null}
      {(answer.data ?? []).map((conflict) => (
        <Card key={`${conflict.table} ${conflict.field}`} conflict={conflict} onChoose={(keep) => void choose(conflict, keep)} />
      ))}
    </div>
  );
}

function Card({ conflict, onChoose }: { conflict: Conflict; onChoose: (keep: string | null) => void }) {
  const title = useId();
  const { field, values } = conflict;
  const two = values.length === 2;
  const texts = new Set(values.map(({ words }) => words).filter(Boolean));
  return (
    <div className={styles.card} role="group" aria-labelledby={title}>
      <h2 id={title} className={styles.title} tabIndex={-1} data-dispute>
        <TriangleAlert aria-hidden />
        {fieldName(field)}
      </h2>
      <p>
        {two
          ? 'Deux valeurs ont été notées en même temps. Les deux sont gardées jusqu’à votre choix.'
          : `${values.length} valeurs ont été notées en même temps. Toutes sont gardées jusqu’à votre choix.`}
      </p>
      <ul className={styles.values}>
        {values.map((value) => (
          <Value key={value.write} value={value} onKeep={() => onChoose(value.write)} />
        ))}
      </ul>
      {conflict.both && texts.size > 1 ? (
        <div className={styles.both}>
          <Button onPress={() => onChoose(null)}>{two ? 'Garder les deux' : 'Garder tous les textes'}</Button>
          <span className={styles.muted}>l’un sous l’autre</span>
        </div>
      ) : null}
      <p className={styles.muted}>Si aucune ne convient, gardez-en une, puis corrigez la {WHERE[conflict.table] ?? 'fiche'}.</p>
    </div>
  );
}

function Value({ value, onKeep }: { value: StandingValue; onKeep: () => void }) {
  const { words, here, at, shown } = value;
  const where = here ? 'sur cet ordinateur' : 'sur un autre ordinateur';
  const keep = words === '' ? 'Garder vide' : `Garder « ${beginningOf(words)} »`;
  return (
    <li className={styles.value}>
      <span className={words === '' ? styles.muted : styles.words}>{words === '' ? '(vidé)' : words}</span>
      <span className={styles.muted}>
        {where}, {when(at)}
        {shown ? (
          <>
            {' '}
            <span className={styles.shown}>· affichée</span>
          </>
        ) : null}
      </span>
      <Button dense onPress={onKeep} aria-label={`${keep}, ${where}, ${when(at)}`}>
        {keep}
      </Button>
    </li>
  );
}

function beginningOf(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  if (line.length <= BEGINNING) return line;
  const cut = line.lastIndexOf(' ', BEGINNING);
  return `${line.slice(0, cut > 0 ? cut : BEGINNING).replace(/[\s,;:.]+$/, '')}…`;
}
