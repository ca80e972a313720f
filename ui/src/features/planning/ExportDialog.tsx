/** A period of the plan as a calendar file, for a phone or another calendar. Nobody's name is in it. */
import { useState } from 'react';

import { addDays, Button, Chips, Dialog, FailureNote } from '../../kit';
import { failureOf, useInvoke, usePlatform, type Failure } from '../../platform';
import styles from './planning.module.css';

type Length = '6' | '27' | '90' | '364';
const LENGTHS: readonly { value: Length; label: string }[] = [
  { value: '6', label: 'Cette semaine' },
  { value: '27', label: 'Quatre semaines' },
  { value: '90', label: 'Trois mois' },
  { value: '364', label: 'Un an' },
];

export function ExportDialog({ monday, onClose }: { monday: string; onClose: () => void }) {
  const invoke = useInvoke();
  const platform = usePlatform();
  const [length, setLength] = useState<Length>('27');
  const [failure, setFailure] = useState<Failure | null>(null);

  const save = async () => {
    try {
      const file = await invoke('planning_ics', { from: monday, to: addDays(monday, Number(length)) });
      if (await platform.saveFile(file)) onClose();
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <Dialog title="Exporter le planning" isOpen onClose={onClose}>
      <div className={styles.stack}>
        <p>
          Un fichier de calendrier (.ics) avec les permanences et les ateliers{'\u202f'}: lieux, titres, heures. Il ne contient le nom
          d’aucune personne inscrite.
        </p>
        {failure ? <FailureNote failure={failure} /> : null}
        <Chips label="Période" mode="one" chips={LENGTHS} chosen={[length]} onChange={([next]) => next && setLength(next)} />
        <div className={styles.buttons}>
          <Button onPress={onClose}>Fermer</Button>
          <Button tone="primary" autoFocus onPress={() => void save()}>
            Enregistrer le fichier
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
