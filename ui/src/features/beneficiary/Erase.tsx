/** A person's file is erased for good: what goes, what stays, one confirmation; then where it stands. */
import { Eraser } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, Checkbox, count, dayInField, Dialog, FailureNote, minutesInWords, Notice } from '../../kit';
import { failureOf, useAnswer, useInvoke, type ErasureFile, type ErasureState, type Failure } from '../../platform';
import { href } from '../../pieces/router';
import styles from './beneficiary.module.css';

/** Where the request stands, above everything else of the file; nothing when nobody asked. */
export function ErasureStanding({ id }: { id: string }) {
  const answer = useAnswer('erasure_get', { id });
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [late, setLate] = useState(false);
  const busy = useRef(false);
  const file = answer.data;
  if (!file || file.state === 'here' || file.state === 'erased') return null;
  const cancel = async () => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      setLate(!(await invoke('erasure_cancel', { id })));
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <Notice>
        <p role="status">
          <strong>
            {file.state === 'refused' ? 'Effacement mis de côté' : 'Effacement demandé'}
            {file.date ? ` le ${dayInField(file.date)}` : ''}
          </strong>
          <br />
          {WORDS[file.state]}
          {late ? ' La demande vient de partir : elle ne peut plus être annulée.' : ''}
        </p>
        {file.state === 'sent' ? null : (
          <span className={styles.buttons}>
            <Button dense onPress={() => void cancel()}>
              Annuler l’effacement
            </Button>
          </span>
        )}
      </Notice>
    </>
  );
}

const WORDS: Readonly<Record<ErasureState, string>> = {
  here: '',
  erased: '',
  asked: 'Le dossier sera effacé à la prochaine connexion. Jusque-là, il reste ici et vous pouvez changer d’avis.',
  sent: 'La demande est partie : le dossier disparaîtra de vos ordinateurs dès que le serveur l’aura effacé.',
  refused: 'Le serveur n’a pas effacé ce dossier : il n’est plus dans votre carnet. Rien n’a changé ici. Appelez l’administrateur de votre serveur, ou annulez.',
};

/** The act, at the foot of the file. */
export function Erase({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  const answer = useAnswer('erasure_get', { id });
  if (answer.data?.state !== 'here') return null;
  return (
    <>
      <Button tone="danger" icon={Eraser} onPress={() => setOpen(true)}>
        Effacer le dossier
      </Button>
      {open ? <EraseDialog id={id} name={name} file={answer.data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EraseDialog({ id, name, file, onClose }: { id: string; name: string; file: ErasureFile; onClose: () => void }) {
  const invoke = useInvoke();
  const [sure, setSure] = useState(false);
  const [told, setTold] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const erase = async () => {
    if (!sure) {
      setTold(true);
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      await invoke('erasure_ask', { ids: [id], ended: false });
      onClose();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title="Effacer le dossier" isOpen onClose={onClose} alert>
      <div className={styles.stack}>
        {failure ? <FailureNote failure={failure} /> : null}
        <What file={file} />
        <Checkbox
          field="sure"
          isSelected={sure}
          onChange={(now) => {
            setSure(now);
            setTold(false);
          }}
        >
          Oui, effacer définitivement le dossier de {name}
        </Checkbox>
        {told ? <p role="alert">Cochez la case ci-dessus : un dossier effacé ne peut pas être repris.</p> : null}
        <div className={styles.buttons}>
          <Button onPress={onClose} autoFocus>
            Ne rien faire
          </Button>
          <Button tone="danger" icon={Eraser} isPending={busy} onPress={() => void erase()}>
            Effacer définitivement
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** What goes, what stays. */
function What({ file }: { file: ErasureFile }) {
  const { joined, texts, notes, sessions, minutes } = file.goes;
  const parts = [
    texts ? `les textes de ${count(texts, 'élément')} du suivi` : '',
    notes ? `les notes de ${count(notes, 'séance')}` : '',
    joined ? count(joined, 'fiche réunie', 'fiches réunies') : '',
  ].filter(Boolean);
  return (
    <div className={styles.what}>
      <p>
        <strong>Ce qui est effacé :</strong> le nom, les coordonnées, l’année de naissance et les notes, avec leur historique
        {parts.length > 0 ? ` ; ${parts.join(', ')}` : ''}. Sur tous vos ordinateurs et sur le serveur, sans corbeille.
      </p>
      <p>
        <strong>Ce qui reste, pour vos chiffres :</strong> la tranche d’âge, le genre, le statut et la commune, sans nom
        {sessions === 0 ? '' : ` ; ${count(sessions, 'séance')} (${minutesInWords(minutes)}) sous « Personne effacée »`}.
      </p>
      <p className={styles.muted}>
        Sans réseau, la demande attend : elle part à la prochaine connexion et peut être annulée jusque-là. Les sauvegardes chiffrées du serveur l’oublient en
        35 jours au plus.
      </p>
    </div>
  );
}

/** A file that was erased: what stays. Nothing while it is not known to be. */
export function Erased({ id }: { id: string }) {
  const answer = useAnswer('erasure_get', { id });
  if (answer.data?.state !== 'erased') return null;
  const { date, confirmed } = answer.data;
  return (
    <section className={styles.card}>
      <p>
        <strong>Ce dossier a été effacé{date ? `, demande du ${dayInField(date)}` : ''}.</strong>
      </p>
      <p>Les séances restent dans votre carnet, sous « Personne effacée ».</p>
      {confirmed === null ? null : <p>Confirmé par {count(confirmed, 'ordinateur')}.</p>}
      <p>
        <a href={href({ name: 'erasures' })}>Voir les dossiers effacés</a>
      </p>
    </section>
  );
}
