/** Files near the end of their time, erasures under way and done, changes that were not kept. */
import { Eraser, HeartHandshake } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, count, dayInField, Dialog, EmptyState, FailureNote, focusFirstError, Loaded, Notice, PersonName, Rows, Screen, TextField, useVeil, when } from '../../kit';
import { failureOf, useAnswer, useInvoke, type ErasureLine, type Erasures, type Failure, type LateLine, type NearEnd } from '../../platform';
import { href } from '../../pieces/router';
import styles from './erasure.module.css';

export function ErasuresScreen() {
  const answer = useAnswer('erasure_list', null, { again: true });
  return (
    <Screen
      title="Dossiers à effacer"
      under={answer.data ? `Un dossier est gardé ${answer.data.months} mois après le dernier contact, puis effacé. Vos chiffres ne changent pas.` : null}
    >
      <Loaded answer={answer} rows={4}>
        {(found) => <All found={found} />}
      </Loaded>
    </Screen>
  );
}

function All({ found }: { found: Erasures }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState('');
  const status = useRef<HTMLParagraphElement>(null);
  const tell = (sentence: string) => {
    setSaid(sentence);
    // The row pressed goes away: the next Tab starts from the sentence.
    requestAnimationFrame(() => status.current?.focus());
  };
  return (
    <>
      <p ref={status} role="status" tabIndex={-1} className={styles.said}>
        {said}
      </p>
      {failure ? <FailureNote failure={failure} /> : null}
      <Near found={found} tell={tell} fail={setFailure} />
      <UnderWay lines={found.lines} />
      <Late late={found.late} />
    </>
  );
}

interface Acting {
  tell: (sentence: string) => void;
  fail: (failure: Failure | null) => void;
}

function Near({ found, tell, fail }: { found: Erasures } & Acting) {
  const invoke = useInvoke();
  const { near, asks, clock } = found;
  const [keeping, setKeeping] = useState<NearEnd | null>(null);
  const [erasing, setErasing] = useState<NearEnd[] | null>(null);
  const due = near.filter((one) => one.due);
  const erase = async (files: NearEnd[]) => {
    setErasing(null);
    fail(null);
    try {
      await invoke('erasure_ask', { ids: files.map((one) => one.id), ended: true });
      tell(files.length === 1 ? 'Effacement demandé : il part à la prochaine connexion.' : `${count(files.length, 'effacement demandé', 'effacements demandés')} : ils partent à la prochaine connexion.`);
    } catch (reason) {
      fail(failureOf(reason));
    }
  };
  return (
    <section className={styles.stack} aria-labelledby="bientot">
      <h2 id="bientot">Dossiers bientôt effacés</h2>
      {asks ? (
        <Notice>
          <p>
            {count(due.length, 'dossier arrive', 'dossiers arrivent')} au bout du délai en même temps : plus d’un sur vingt. Rien n’est effacé sans vous. Gardez ceux
            que vous suivez encore, puis effacez les autres.
          </p>
          <span className={styles.buttons}>
            <Button dense tone="danger" icon={Eraser} onPress={() => setErasing(due)}>
              Effacer {due.length === 1 ? 'ce dossier' : `ces ${due.length} dossiers`}
            </Button>
          </span>
        </Notice>
      ) : null}
      {near.length === 0 ? (
        <EmptyState>
          {clock === null
            ? 'La date se lit sur le serveur : cette liste se remplira après la première connexion.'
            : 'Aucun dossier n’arrive au bout de son délai. Chacun sera annoncé ici trente jours avant d’être effacé.'}
        </EmptyState>
      ) : (
        <Rows label="Dossiers bientôt effacés">
          {near.map((one) => (
            <li key={one.id} className={styles.row}>
              <span className={styles.words}>
                <a href={href(one.in_bin ? { name: 'corbeille' } : { name: 'beneficiary', id: one.id })}>
                  <PersonName name={one.name} />
                </a>
                <span className={styles.muted}>
                  dernier contact : {dayInField(one.last)} · {one.due ? 'délai dépassé, attend votre accord' : `effacé le ${dayInField(one.on)}`}
                  {one.in_bin ? ' · dans la corbeille' : ''}
                </span>
              </span>
              <span className={styles.buttons}>
                <NamedButton act="Garder" one={one} onPress={() => setKeeping(one)} />
                <NamedButton act="Effacer maintenant" one={one} danger onPress={() => setErasing([one])} />
              </span>
            </li>
          ))}
        </Rows>
      )}
      {keeping ? (
        <Keep
          one={keeping}
          onClose={(kept) => {
            setKeeping(null);
            if (kept) tell('Contact noté : le dossier est gardé.');
          }}
        />
      ) : null}
      {erasing ? (
        <Dialog title={erasing.length === 1 ? 'Effacer ce dossier ?' : `Effacer ${erasing.length} dossiers ?`} isOpen onClose={() => setErasing(null)} alert>
          <div className={styles.stack}>
            {erasing.length === 1 ? (
              <p>
                <PersonName name={erasing[0]?.name ?? ''} />
              </p>
            ) : null}
            <p>Le nom, les coordonnées et tous les textes disparaissent de vos ordinateurs et du serveur. Les séances restent comptées. C’est définitif dès la prochaine connexion.</p>
            <div className={styles.buttons}>
              <Button onPress={() => setErasing(null)} autoFocus>
                Ne rien faire
              </Button>
              <Button tone="danger" icon={Eraser} onPress={() => void erase(erasing)}>
                Effacer définitivement
              </Button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </section>
  );
}

/** A button of one line, told apart from those of the others. */
function NamedButton({ act, one, danger, onPress }: { act: string; one: NearEnd; danger?: boolean; onPress: () => void }) {
  const veil = useVeil();
  return (
    <Button dense {...(danger ? { tone: 'danger' as const } : { icon: HeartHandshake })} aria-label={`${act}\u202f: ${veil.name(one.name)}`} onPress={onPress}>
      {act}
    </Button>
  );
}

function Keep({ one, onClose }: { one: NearEnd; onClose: (kept: boolean) => void }) {
  const invoke = useInvoke();
  const veil = useVeil();
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const keep = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await invoke('contact_note', { id: one.id, form: { reason } });
      onClose(true);
    } catch (thrown) {
      const refusal = failureOf(thrown);
      setFailure(refusal);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Garder\u202f: ${veil.name(one.name)}`} isOpen onClose={() => onClose(false)}>
      <div ref={root} className={styles.stack}>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        <p>Un contact est noté à la date d’aujourd’hui : le délai repart.{one.in_bin ? ' La fiche sort de la corbeille.' : ''}</p>
        <TextField
          field="reason"
          label="Quel contact ?"
          description="Par exemple : « Au téléphone, reviendra en janvier. »"
          autoFocus
          multiline
          value={reason}
          error={failure?.fields.find((e) => e.field === 'reason')?.message}
          onChange={setReason}
        />
        <div className={styles.buttons}>
          <Button onPress={() => onClose(false)}>Ne rien faire</Button>
          <Button tone="primary" icon={HeartHandshake} isPending={busy} onPress={() => void keep()}>
            Garder le dossier
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function UnderWay({ lines }: { lines: ErasureLine[] }) {
  if (lines.length === 0) return null;
  return (
    <section className={styles.stack} aria-labelledby="effaces">
      <h2 id="effaces">Effacements</h2>
      <Rows label="Effacements">
        {lines.map((line) => (
          <li key={line.id} className={styles.row}>
            <span className={styles.words}>
              {line.name === null ? (
                <strong>Dossier effacé</strong>
              ) : (
                <a href={href({ name: 'beneficiary', id: line.id })}>
                  <PersonName name={line.name} />
                </a>
              )}
              <span className={styles.muted}>{standing(line)}</span>
            </span>
          </li>
        ))}
      </Rows>
    </section>
  );
}

function standing({ file }: ErasureLine): string {
  const asked = `${file.why === 'ended' ? 'fin du délai' : 'demandé'}${file.date ? ` le ${dayInField(file.date)}` : ''}`;
  switch (file.state) {
    case 'erased': {
      if (file.confirmed === null) return `${asked} · effacé de cet ordinateur`;
      const pending = file.pending ?? 0;
      return `${asked} · effacé de cet ordinateur · confirmé par ${count(file.confirmed, 'ordinateur')}${pending > 0 ? `, ${pending} encore à venir` : ', c’est complet'}`;
    }
    case 'sent':
      return `${asked} · parti, le serveur n’a pas encore répondu`;
    case 'refused':
      return `${asked} · mis de côté par le serveur : ouvrez la fiche`;
    default:
      return `${asked} · part à la prochaine connexion`;
  }
}

function Late({ late }: { late: LateLine[] }) {
  if (late.length === 0) return null;
  return (
    <section className={styles.stack} aria-labelledby="tard">
      <h2 id="tard">Ce qui n’a pas été gardé</h2>
      <p className={styles.muted}>Vous l’aviez écrit sur cet ordinateur alors que le dossier avait été effacé ailleurs.</p>
      <Rows label="Ce qui n’a pas été gardé">
        {late.map((one, at) => (
          <li key={at} className={styles.row}>
            <span className={styles.words}>
              <span>{one.noun}</span>
              <span className={styles.muted}>{when(one.at)}</span>
            </span>
          </li>
        ))}
      </Rows>
    </section>
  );
}
