/** A document as a PDF: says first that it leaves the encrypted notebook, then asks where. */
import { FileText } from 'lucide-react';
import { useState } from 'react';

import { Button, Checkbox, Dialog, FailureNote, Notice } from '../kit';
import { failureOf, usePlatform, type Failure, type FileOut } from '../platform';
import styles from './pieces.module.css';

interface PaperButtonProps {
  /** What the document is: the words of the button and the title of the question. */
  label: string;
  /** What is on it, and what to do of it afterwards. */
  warning: string;
  make: (large: boolean) => Promise<FileOut>;
}

export function PaperButton({ label, warning, make }: PaperButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={FileText} onPress={() => setOpen(true)}>
        {label}
      </Button>
      {open ? <PaperDialog label={label} warning={warning} make={make} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function PaperDialog({ label, warning, make, onClose }: PaperButtonProps & { onClose: () => void }) {
  const platform = usePlatform();
  const [large, setLarge] = useState(false);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const save = async () => {
    setBusy(true);
    setFailure(null);
    setSaved(false);
    try {
      // Nobody is told it is saved when the person closed the question without choosing a place.
      setSaved(await platform.saveFile(await make(large)));
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title={label} isOpen onClose={onClose}>
      {failure ? <FailureNote failure={failure} /> : null}
      <Notice>
        <p>
          <strong>Ce fichier quitte le carnet chiffré.</strong> {warning}
        </p>
      </Notice>
      <Checkbox isSelected={large} onChange={setLarge}>
        En gros caractères
      </Checkbox>
      <p role="status">{saved ? 'Le PDF est enregistré. Ouvrez-le pour l’imprimer.' : ''}</p>
      <div className={styles.buttons}>
        <Button onPress={onClose}>Fermer</Button>
        <Button tone="primary" icon={FileText} isPending={busy} onPress={() => void save()} autoFocus>
          Enregistrer le PDF
        </Button>
      </div>
    </Dialog>
  );
}
