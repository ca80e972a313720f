/** The lock screen: the passphrase, or the quick code when it is armed. Shows no name. */
import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';

import { Button, count, FailureNote, sentencesFor, TextField, waitInWords } from '../../kit';
import { adoptAppState, failureOf, useInvoke, type AppState, type Failure } from '../../platform';
import { early } from './early';
import { navigate } from '../../pieces/router';
import styles from './access.module.css';

const PIN_LENGTH = 6;

/** Seconds left, counted down to zero. */
function useCountdown(seconds: number): number {
  const [ends, setEnds] = useState(() => Date.now() + seconds * 1000);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    setEnds(Date.now() + seconds * 1000);
    setNow(Date.now());
  }, [seconds]);
  const left = Math.max(0, Math.ceil((ends - now) / 1000));
  useEffect(() => {
    if (left === 0) return;
    const timer = setTimeout(() => setNow(Date.now()), 500);
    return () => clearTimeout(timer);
  }, [left, now]);
  return left;
}

export function Unlock({ state }: { state: AppState }) {
  if (state.phase === 'recovery') return <Recovery />;
  return <LockScreen state={state} />;
}

function LockScreen({ state }: { state: AppState }) {
  const client = useQueryClient();
  const invoke = useInvoke();
  const [words, setWords] = useState(false);
  const pin = state.pin_armed && !words;
  const [before] = useState(early);
  const [typed, setTyped] = useState(pin ? '' : before.typed);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, setPending] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  const wait = useCountdown(Number(failure?.params['retry_after'] ?? (pin ? 0 : state.retry_after)));

  const submit = async (secret: string) => {
    if (pending || wait > 0) return;
    if (secret === '') {
      field.current?.focus();
      return;
    }
    setPending(true);
    setFailure(null);
    try {
      const opened = pin ? await invoke('unlock_pin', { pin: secret }) : await invoke('unlock', { passphrase: secret });
      adoptAppState(client, opened);
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      setTyped('');
      setPending(false);
      if (refusal.code === 'pin_unavailable') setWords(true);
      await client.invalidateQueries({ queryKey: ['app_state'] });
      field.current?.focus();
    }
  };

  const first = useRef(true);
  useEffect(() => {
    if (!first.current) return;
    first.current = false;
    field.current?.setSelectionRange(before.typed.length, before.typed.length);
    if (before.sent && !pin) void submit(before.typed);
  });

  const practise = async () => {
    setFailure(null);
    try {
      adoptAppState(client, await invoke('practice_enter', null));
      navigate({ name: 'today' });
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  const wrong = failure && ['wrong_passphrase', 'wait_before_retry', 'wrong_pin', 'weak_pin'].includes(failure.code);
  const error = wrong ? sentencesFor(failure) : null;

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.brand}>Escale</h1>
        <p className={styles.muted}>Le carnet est verrouillé. Tout ce qui y est noté est en sécurité sur cet ordinateur.</p>
        <form
          className={styles.form}
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault();
            void submit(typed);
          }}
        >
          {pin ? (
            <TextField
              key="pin"
              label="Code rapide"
              description={`Six chiffres. ${count(state.pin_tries_left, 'essai')} avant de revenir à la phrase de passe.`}
              type="password"
              inputMode="numeric"
              autoComplete="off"
              maxLength={PIN_LENGTH}
              autoFocus
              className={styles.pin}
              inputRef={field}
              value={typed}
              onChange={(value) => {
                const digits = value.replace(/\D/g, '');
                setTyped(digits);
                if (digits.length === PIN_LENGTH) void submit(digits);
              }}
              error={error?.what}
            />
          ) : (
            <TextField
              key="passphrase"
              label="Phrase de passe"
              type="password"
              autoComplete="current-password"
              autoFocus
              inputRef={field}
              value={typed}
              onChange={setTyped}
              error={error?.what}
            />
          )}
          <div aria-live="polite">
            {wait > 0 ? <p>Prochain essai possible dans {waitInWords(wait)}. Votre carnet est intact.</p> : null}
          </div>
          {failure && !wrong ? <FailureNote failure={failure} /> : null}
          <div className={styles.row}>
            <Button type="submit" tone="primary" isDisabled={wait > 0} isPending={pending}>
              {pending ? 'Ouverture…' : 'Déverrouiller'}
            </Button>
            {state.pin_armed ? (
              <Button
                tone="quiet"
                onPress={() => {
                  setWords(!words);
                  setTyped('');
                  setFailure(null);
                }}
              >
                {pin ? 'Utiliser la phrase de passe' : 'Utiliser le code rapide'}
              </Button>
            ) : null}
          </div>
        </form>
        {pin ? null : <p className={styles.muted}>Aucun réseau n’est nécessaire.</p>}
        <div className={styles.row}>
          <Button dense tone="quiet" icon={FlaskConical} onPress={() => void practise()}>
            Essayer dans le bac à sable
          </Button>
        </div>
      </div>
    </main>
  );
}

/** The keyring lost its half of the key: explained, and never an offer to erase. */
function Recovery() {
  const client = useQueryClient();
  return (
    <main className={styles.page}>
      <div className={styles.wide}>
        <h1 className={styles.brand}>Escale</h1>
        <h2>Le carnet est là, mais cet ordinateur n’a plus de quoi l’ouvrir</h2>
        <p>
          Le carnet est protégé par votre phrase de passe et par une clé gardée dans le trousseau de cet ordinateur. Cette
          clé a disparu du trousseau : cela arrive après une réinstallation, un changement de session ou un nettoyage.
        </p>
        <p>
          <strong>Rien n’est effacé.</strong> Le carnet reste chiffré sur le disque, avec tout ce qui n’a pas encore été
          envoyé. Ne désinstallez pas Escale et ne supprimez aucun fichier.
        </p>
        <p>
          Ouvrez la session habituelle de cet ordinateur, déverrouillez son trousseau, puis vérifiez de nouveau. Si rien ne
          change, appelez votre coordination : elle a de quoi rouvrir ce carnet.
        </p>
        <div className={styles.row}>
          <Button tone="primary" onPress={() => void client.invalidateQueries({ queryKey: ['app_state'] })}>
            Vérifier de nouveau
          </Button>
        </div>
      </div>
    </main>
  );
}
