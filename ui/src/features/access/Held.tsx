/**
 * The notebook is open and held, by an order of the organisation or because the server was silent for
 * too long. Says who, why, what is kept and what to do; nothing of what was noted is shown.
 */
import { useQueryClient } from '@tanstack/react-query';
import { Lock, RefreshCw } from 'lucide-react';
import { useState } from 'react';

import { Button, count, FailureNote, when } from '../../kit';
import { adoptAppState, failureOf, useAnswer, useInvoke, type Failure, type Hold, type SyncState } from '../../platform';
import { ParcelButton } from '../../pieces/Parcel';
import styles from './access.module.css';

function titleOf({ kind, by }: Hold): string {
  const who = by === '' ? 'votre coordination' : by;
  switch (kind) {
    case 'locked':
      return `Cet ordinateur a été verrouillé par ${who}`;
    case 'draining':
      return `Ce carnet est envoyé, puis sera effacé, à la demande de ${who}`;
    case 'silent':
      return 'Ce carnet attend d’avoir joint le serveur';
  }
}

/** What is done, and what to do. */
function Explained({ hold }: { hold: Hold }) {
  switch (hold.kind) {
    case 'locked':
      return (
        <>
          <p>
            <strong>Vos saisies sont gardées.</strong> Rien n’est effacé, rien n’est perdu.
          </p>
          <p>
            Appelez votre coordination. Quand elle l’aura déverrouillé, le carnet se rouvrira dès que cet ordinateur aura joint le
            serveur.
          </p>
        </>
      );
    case 'draining':
      return (
        <>
          <p>
            <strong>Tout ce qui n’est pas encore parti est envoyé d’abord.</strong> Le carnet de cet ordinateur n’est effacé
            qu’une fois que le serveur a tout reçu.
          </p>
          <p>Restez connecté quelques minutes. Si c’est une erreur, coupez le réseau et appelez votre coordination.</p>
        </>
      );
    case 'silent':
      return (
        <>
          <p>
            Après {count(hold.days, 'jour')} sans contact, le carnet se ferme par précaution : l’ordinateur a pu changer de mains.{' '}
            <strong>Rien n’est effacé.</strong>
          </p>
          <p>Connectez-vous à un réseau, même un instant, par exemple avec le partage de connexion d’un téléphone. Le carnet se rouvrira aussitôt.</p>
        </>
      );
  }
}

function outcomeOf(state: SyncState): string {
  if (state.line === 'online') return 'Le serveur a répondu. Le carnet reste fermé pour l’instant.';
  if (state.line === 'refused') return 'Le serveur ne reconnaît plus cet ordinateur. Appelez votre coordination.';
  return 'Le serveur n’a pas pu être joint. Escale réessaie de lui-même.';
}

export function Held({ hold }: { hold: Hold }) {
  const client = useQueryClient();
  const invoke = useInvoke();
  const sync = useAnswer('sync_state', null);
  const [asked, setAsked] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const reach = async () => {
    setFailure(null);
    setAsked(sync.data?.tries ?? 0);
    try {
      await invoke('sync_now', null);
    } catch (reason) {
      setAsked(null);
      setFailure(failureOf(reason));
    }
  };
  const close = async () => {
    try {
      adoptAppState(client, await invoke('lock', null));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  const state = sync.data;
  const waiting = asked !== null && (state === undefined || state.busy || state.tries === asked);
  const pending = state?.pending ?? hold.pending;
  return (
    <main className={styles.page}>
      <div className={styles.wide}>
        <h1 className={styles.brand}>Escale</h1>
        <h2>{titleOf(hold)}</h2>
        {hold.reason === '' ? null : <p>Motif indiqué : {hold.reason}</p>}
        <Explained hold={hold} />
        <p className={styles.muted}>
          {pending === 0 ? 'Tout ce qui a été noté ici est déjà envoyé.' : `${count(pending, 'élément')} à envoyer.`}
          {hold.at ? ` Demandé ${when(hold.at)}.` : ''}
        </p>
        <div className={styles.row}>
          <Button tone="primary" icon={RefreshCw} autoFocus isPending={waiting} onPress={() => void reach()}>
            {waiting ? 'Essai en cours…' : 'Joindre le serveur'}
          </Button>
          <Button icon={Lock} onPress={() => void close()}>
            Fermer le carnet
          </Button>
        </div>
        <p role="status">{asked !== null && !waiting && state ? outcomeOf(state) : ''}</p>
        {failure ? <FailureNote failure={failure} retry={() => void reach()} /> : null}
        {pending === 0 ? null : (
          <section className={styles.aside} aria-labelledby="parcel">
            <h2 id="parcel">Colis de secours</h2>
            <p>
              Si cet ordinateur ne joint plus le serveur, ce qui attend peut partir dans un fichier chiffré, que seul le serveur
              sait lire.
            </p>
            <ParcelButton />
          </section>
        )}
      </div>
    </main>
  );
}
