/** A document as a file: says first that it leaves the encrypted notebook, then asks where. */
import { FileJson, FileText } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { Button, Checkbox, Dialog, FailureNote, Notice, useVeil } from '../kit';
import { failureOf, usePlatform, type Failure, type FieldError, type FileOut } from '../platform';
import styles from './pieces.module.css';

interface PaperProps {
  /** What is on it, and what to do of it afterwards. */
  warning: string;
  /** People are named on it: the mode discret cannot hide them there. */
  named?: boolean;
  make: (large: boolean) => Promise<FileOut>;
}

interface PaperButtonProps extends PaperProps {
  /** What the document is: the words of the button and the title of the question. */
  label: string;
  /** For another program rather than for paper. */
  data?: boolean;
}

export function PaperButton({ label, data = false, ...paper }: PaperButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={data ? FileJson : FileText} onPress={() => setOpen(true)}>
        {label}
      </Button>
      {open ? <PaperDialog {...paper} title={label} data={data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface PaperDialogProps extends PaperProps {
  title: string;
  data?: boolean;
  onClose: () => void;
  /** What to choose before it is made, with the faults of what was typed; it takes the focus. */
  children?: (faults: readonly FieldError[]) => ReactNode;
}

export function PaperDialog({ title, warning, named = false, data = false, make, onClose, children }: PaperDialogProps) {
  const platform = usePlatform();
  const veil = useVeil();
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
    <Dialog title={title} isOpen onClose={onClose}>
      {failure ? <FailureNote failure={failure} /> : null}
      <Notice>
        <p>
          <strong>Ce fichier quitte le carnet chiffré.</strong> {warning}
        </p>
        {named && veil.hidden ? <p>Le mode discret ne cache que l’écran{'\u202f'}: les noms sont entiers dans le fichier.</p> : null}
      </Notice>
      {children?.(failure?.fields ?? [])}
      {data ? null : (
        <Checkbox isSelected={large} onChange={setLarge}>
          En gros caractères
        </Checkbox>
      )}
      <p role="status">{saved ? (data ? 'Le fichier est enregistré.' : 'Le PDF est enregistré. Ouvrez-le pour l’imprimer.') : ''}</p>
      <div className={styles.buttons}>
        <Button onPress={onClose}>Fermer</Button>
        <Button tone="primary" icon={data ? FileJson : FileText} isPending={busy} onPress={() => void save()} autoFocus={children === undefined}>
          {data ? 'Enregistrer le fichier' : 'Enregistrer le PDF'}
        </Button>
      </div>
    </Dialog>
  );
}
