/** The notebook was erased by order: what was done, by whom, what it means, and the way on. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { Button, FailureNote, when } from '../../kit';
import { adoptAppState, failureOf, useInvoke, type Failure, type Wiped as WipedState } from '../../platform';
import styles from './access.module.css';

export function Wiped({ wiped }: { wiped: WipedState }) {
  const client = useQueryClient();
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const go = async () => {
    try {
      adoptAppState(client, await invoke('wiped_seen', null));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };
  return (
    <main className={styles.page}>
      <div className={styles.wide}>
        <h1 className={styles.brand}>Escale</h1>
        <h2>Le carnet de cet ordinateur a été effacé</h2>
        <p>
          {wiped.by === '' ? 'Votre coordination' : wiped.by} l’a demandé, et c’est fait {when(wiped.at)}.
          {wiped.reason === '' ? '' : ` Motif indiqué : ${wiped.reason}`}
        </p>
        <p>
          {wiped.drained
            ? 'Avant cela, tout ce qui y était noté avait été envoyé, et le serveur l’avait reçu.'
            : 'Ce qui avait été envoyé est sur le serveur. Ce qui ne l’avait pas été a été effacé avec le carnet.'}
        </p>
        <p>
          La clé du carnet a été détruite d’abord, puis les fichiers, les copies, les brouillons et le journal.
          {wiped.left ? ' Quelques fichiers n’ont pas pu être retirés ; plus rien ne peut les lire.' : ''}
        </p>
        <p className={styles.muted}>Si vous ne vous y attendiez pas, appelez votre coordination.</p>
        {failure ? <FailureNote failure={failure} /> : null}
        <div className={styles.row}>
          <Button tone="primary" autoFocus onPress={() => void go()}>
            Enrôler cet ordinateur
          </Button>
        </div>
      </div>
    </main>
  );
}
