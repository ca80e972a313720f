/** The rescue parcel: what waits, sealed for the server, as one file that may travel by any hand. */
import { PackageCheck } from 'lucide-react';
import { useState } from 'react';

import { Button, FailureNote } from '../kit';
import { failureOf, useInvoke, usePlatform, type Failure } from '../platform';
import styles from './pieces.module.css';

const SAVED =
  'Le colis est enregistré. Remettez-le à votre coordination, par clé USB ou par message : elle seule peut le faire lire au serveur. Ce qui attend reste aussi sur cet ordinateur.';

export function ParcelButton() {
  const platform = usePlatform();
  const invoke = useInvoke();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);

  const make = async () => {
    setBusy(true);
    setFailure(null);
    setTold('');
    try {
      const file = await invoke('parcel_make', null);
      if (file === null) setTold('Rien n’attend d’être envoyé : il n’y a pas de colis à faire.');
      else if (await platform.saveFile(file)) setTold(SAVED);
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={styles.parcel}>
      <div className={styles.parcelRow}>
        <Button icon={PackageCheck} isPending={busy} onPress={() => void make()}>
          {busy ? 'Préparation…' : 'Enregistrer un colis de secours'}
        </Button>
      </div>
      <p role="status">{told}</p>
      {failure ? <FailureNote failure={failure} retry={() => void make()} /> : null}
    </div>
  );
}
