/** The quick code: six digits to come back after a lock, until the program restarts. */
import { useState, type SubmitEvent } from 'react';

import { Button, sentencesFor, FailureNote, TextField } from '../../kit';
import { failureOf, useInvoke, type Failure } from '../../platform';
import styles from './settings.module.css';

const LENGTH = 6;

export function PinForm({ armed }: { armed: boolean }) {
  const invoke = useInvoke();
  const [pin, setPin] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [done, setDone] = useState(false);

  const submit = async () => {
    try {
      await invoke('pin_set', { pin });
      setPin('');
      setFailure(null);
      setDone(true);
    } catch (reason) {
      setDone(false);
      setFailure(failureOf(reason));
    }
  };

  const weak = failure && (failure.code === 'weak_pin' || failure.code === 'invalid') ? sentencesFor(failure) : null;
  return (
    <form
      className={styles.pin}
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label={armed ? 'Changer le code rapide' : 'Code rapide'}
        description="Six chiffres pour déverrouiller plus vite, jusqu’au prochain démarrage d’Escale. La phrase de passe marche toujours."
        type="password"
        inputMode="numeric"
        autoComplete="off"
        maxLength={LENGTH}
        value={pin}
        onChange={(value) => {
          setDone(false);
          setPin(value.replace(/\D/g, ''));
        }}
        error={weak ? `${weak.what} ${weak.todo}` : undefined}
      />
      <Button type="submit" isDisabled={pin.length !== LENGTH}>
        {armed ? 'Changer le code' : 'Activer ce code'}
      </Button>
      <p role="status">{done ? 'Le code rapide est actif.' : ''}</p>
      {failure && !weak ? <FailureNote failure={failure} /> : null}
    </form>
  );
}
