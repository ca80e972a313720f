/** The first start: a code from the coordination, a name for the laptop, a passphrase noted down. */
import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useRef, useState, type SubmitEvent } from 'react';

import { Button, Checkbox, errorOf, ErrorText, FailureNote, focusFirstError, sentencesFor, Skeleton, strayErrors, TextField, type FieldSentence } from '../../kit';
import { adoptAppState, failureOf, useAnswer, useInvoke, type Failure, type FailureCode } from '../../platform';
import styles from './access.module.css';

/** Failures that belong under a field. */
const PLACES: Partial<Record<FailureCode, string>> = {
  code_malformed: 'code',
  code_refused: 'code',
  weak_passphrase: 'passphrase',
};

/** A refusal as this form shows it: sentences under fields, from the notebook or from the form itself. */
type Refusal = Omit<Failure, 'fields'> & { fields: readonly FieldSentence[] };

function placed(failure: Failure): Refusal {
  const field = PLACES[failure.code];
  const { what, todo } = sentencesFor(failure);
  return field ? { ...failure, fields: [{ field, message: `${what} ${todo}` }] } : failure;
}

function missingIn(typed: { code: string; device: string; passphrase: string; noted: boolean }): FieldSentence[] {
  return [
    { field: 'code', message: 'Recopiez le code donné par votre coordination.', missing: typed.code.trim() === '' },
    { field: 'device_name', message: 'Donnez un nom à cet ordinateur.', missing: typed.device.trim() === '' },
    { field: 'passphrase', message: 'Choisissez une phrase de passe.', missing: typed.passphrase === '' },
    { field: 'noted', message: 'Notez la phrase de passe, puis cochez cette case.', missing: !typed.noted },
  ].filter(({ missing }) => missing);
}

const SHOWN = ['code', 'device_name', 'passphrase', 'noted'];

export function Enrol() {
  const client = useQueryClient();
  const invoke = useInvoke();
  const suggestion = useAnswer('passphrase_suggest', null, { fresh: true });
  const root = useRef<HTMLDivElement>(null);
  const [code, setCode] = useState('');
  const [device, setDevice] = useState('');
  const [own, setOwn] = useState<string | null>(null);
  const [noted, setNoted] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Refusal | null>(null);

  const passphrase = own ?? suggestion.data?.passphrase ?? '';

  const refuse = (refusal: Refusal) => {
    setFailure(refusal);
    requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
  };

  const submit = async () => {
    if (pending) return;
    const missing = missingIn({ code, device, passphrase, noted });
    if (missing.length > 0) {
      refuse({ code: 'invalid', params: {}, fields: missing });
      return;
    }
    setFailure(null);
    setPending(true);
    try {
      adoptAppState(client, await invoke('enrol', { code: code.trim(), passphrase, device_name: device.trim() }));
    } catch (reason) {
      refuse(placed(failureOf(reason)));
      setPending(false);
    }
  };

  const errors = failure?.fields ?? [];
  return (
    <main className={styles.page}>
      <div className={styles.wide} ref={root}>
        <h1 className={styles.brand}>Enrôler cet ordinateur</h1>
        <p>
          Escale est votre carnet de terrain. Il vit sur cet ordinateur, chiffré, et s’utilise sans réseau. Le réseau n’est
          nécessaire que maintenant, une fois, pour rejoindre votre équipe.
        </p>
        <form
          className={styles.form}
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault();
            void submit();
          }}
        >
          {failure && errors.length === 0 ? <FailureNote failure={{ ...failure, fields: [] }} /> : null}
          {strayErrors(errors, SHOWN).map((e) => (
            <ErrorText key={e.field}>{e.message}</ErrorText>
          ))}
          <TextField
            label="Code d’enrôlement"
            required
            field="code"
            autoFocus
            autoComplete="off"
            value={code}
            onChange={setCode}
            description="Donné par votre coordination. Il ne sert qu’une fois."
            error={errorOf(errors, 'code')}
          />
          <TextField
            label="Nom de cet ordinateur"
            required
            field="device_name"
            autoComplete="off"
            value={device}
            onChange={setDevice}
            description="Pour que votre équipe le reconnaisse, par exemple « Portable du bus »."
            error={errorOf(errors, 'device_name')}
          />
          <fieldset className={styles.form} data-field="passphrase">
            <legend>
              <strong>Votre phrase de passe</strong>
            </legend>
            <p>
              Elle ouvre le carnet à chaque démarrage. Personne d’autre ne la connaît et personne ne peut la retrouver à
              votre place : notez-la sur papier, loin de l’ordinateur.
            </p>
            {own === null ? (
              <>
                {suggestion.data ? (
                  <output className={styles.passphrase} aria-label="Phrase de passe proposée" lang="fr">
                    {suggestion.data.passphrase}
                  </output>
                ) : suggestion.error ? (
                  <FailureNote failure={suggestion.error.failure} retry={() => void suggestion.refetch()} />
                ) : (
                  <Skeleton rows={1} />
                )}
                {errorOf(errors, 'passphrase') ? <ErrorText>{errorOf(errors, 'passphrase') ?? ''}</ErrorText> : null}
              </>
            ) : (
              <TextField
                label="Phrase de passe"
                required
                autoFocus
                autoComplete="new-password"
                value={own}
                onChange={(value) => {
                  setOwn(value);
                  setNoted(false);
                }}
                description="Au moins cinq mots sans lien entre eux."
                error={errorOf(errors, 'passphrase')}
              />
            )}
            <div className={styles.row}>
              {own === null ? (
                <Button
                  dense
                  onPress={() => {
                    setNoted(false);
                    void suggestion.refetch();
                  }}
                >
                  En proposer une autre
                </Button>
              ) : null}
              <Button
                dense
                tone="quiet"
                onPress={() => {
                  setOwn(own === null ? '' : null);
                  setNoted(false);
                }}
              >
                {own === null ? 'Choisir la mienne' : 'Reprendre celle qui est proposée'}
              </Button>
            </div>
          </fieldset>
          <div>
            <Checkbox field="noted" isSelected={noted} onChange={setNoted}>
              Je l’ai notée
            </Checkbox>
            {errorOf(errors, 'noted') ? <ErrorText>{errorOf(errors, 'noted') ?? ''}</ErrorText> : null}
          </div>
          <div className={styles.row}>
            <Button
              type="submit"
              tone="primary"
              isPending={pending}
            >
              {pending ? 'Enrôlement en cours…' : 'Enrôler cet ordinateur'}
            </Button>
          </div>
        </form>
        <TryFirst />
      </div>
    </main>
  );
}

/** No code yet: the practice space, which leaves nothing behind. */
function TryFirst() {
  const client = useQueryClient();
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const enter = async () => {
    setFailure(null);
    try {
      adoptAppState(client, await invoke('practice_enter', null));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };
  return (
    <section className={styles.aside} aria-labelledby="try-first">
      <h2 id="try-first">Pas encore de code{'\u202f'}?</h2>
      <p>
        Essayez Escale dans le bac à sable{'\u202f'}: un carnet d’exercice, rempli de personnes inventées. Rien n’en est gardé ni envoyé, et vous reviendrez
        ici en le quittant.
      </p>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.row}>
        <Button icon={FlaskConical} onPress={() => void enter()}>
          Essayer dans le bac à sable
        </Button>
      </div>
    </section>
  );
}
