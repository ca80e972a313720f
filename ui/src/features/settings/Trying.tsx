/** To learn and to try: the practice space, the tour again. */
import { useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';

import { Button, FailureNote } from '../../kit';
import { adoptAppState, failureOf, useAnswer, useInvoke, type Failure } from '../../platform';
import { navigate } from '../../pieces/router';
import styles from './settings.module.css';

export function Trying({ practice }: { practice: boolean }) {
  const client = useQueryClient();
  const invoke = useInvoke();
  const settings = useAnswer('settings_get', null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const failed = (reason: unknown) => setFailure(failureOf(reason));

  const enter = async () => {
    setFailure(null);
    try {
      adoptAppState(client, await invoke('practice_enter', null));
      navigate({ name: 'today' });
    } catch (reason) {
      failed(reason);
    }
  };
  const tour = async () => {
    if (!settings.data) return;
    setFailure(null);
    try {
      await invoke('settings_set', { ...settings.data, tour_seen: false });
      navigate({ name: 'today' });
    } catch (reason) {
      failed(reason);
    }
  };

  if (practice) {
    return <p>Vous êtes dans le bac à sable. Le bouton en haut de la fenêtre en fait sortir{'\u202f'}; ce que vous y avez noté s’efface.</p>;
  }
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <p>
        Le bac à sable est un carnet à part, rempli de personnes inventées, pour essayer sans risque. Rien n’en est gardé ni envoyé. Y entrer verrouille votre carnet{'\u202f'}:
        il faudra votre phrase de passe ou votre code pour y revenir.
      </p>
      <div className={styles.row}>
        <Button icon={FlaskConical} onPress={() => void enter()}>
          Entrer dans le bac à sable
        </Button>
        <Button tone="quiet" onPress={() => void tour()}>
          Refaire la visite guidée
        </Button>
      </div>
    </>
  );
}
