/** A person's file goes to a colleague: asked for here, called off while it has not left, told when it came. */
import { Send } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, count, dayInField, Dialog, ErrorText, FailureNote, focusFirstError, minutesInWords, Notice, Select, TextField } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Before, type Failure, type HandoverFile, type HandoverForm, type HandoverTold } from '../../platform';
import { TextGuard } from '../../pieces/TextGuard';
import { href } from '../../pieces/router';
import styles from './beneficiary.module.css';

/** Where the file stands, above everything else of it; nothing when nobody asked for anything. */
export function HandoverStanding({ id }: { id: string }) {
  const answer = useAnswer('handover_get', { id });
  const file = answer.data;
  if (!file) return null;
  return (
    <>
      {file.asked ? <Asked id={id} file={file} asked={file.asked} /> : null}
      {file.received ? <Received told={file.received} /> : null}
    </>
  );
}

function Asked({ id, file, asked }: { id: string; file: HandoverFile; asked: HandoverTold }) {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [late, setLate] = useState(false);
  const busy = useRef(false);
  const cancel = async () => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      setLate(!(await invoke('handover_cancel', { id })));
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  const leaving = file.state === 'leaving';
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <Notice>
        <p role="status">
          <strong>
            {file.state === 'refused' ? 'Transmission impossible' : 'Transmission demandée'} à {asked.receiver}
            {asked.date ? ` le ${dayInField(asked.date)}` : ''}
          </strong>
          <br />
          {WORDS[file.state]}
          {late && !leaving ? ' La fiche vient de partir : la demande ne peut plus être annulée.' : ''}
        </p>
        {leaving ? null : (
          <span className={styles.buttons}>
            <Button dense onPress={() => void cancel()}>
              Annuler la transmission
            </Button>
          </span>
        )}
      </Notice>
    </>
  );
}

const WORDS: Readonly<Record<HandoverFile['state'], string>> = {
  here: '',
  gone: '',
  asked: 'La fiche partira à la prochaine connexion. Jusque-là, elle reste ici et vous pouvez la modifier.',
  typing: 'Une saisie est en cours sur cette fiche, sur cet ordinateur : enregistrez-la ou abandonnez-la, et la fiche partira.',
  leaving: 'La fiche est en train de partir : elle quittera vos ordinateurs dès que le serveur l’aura confirmé.',
  refused: 'Cette personne n’est plus dans votre équipe. La fiche est restée ici, rien n’est perdu : annulez, puis choisissez quelqu’un d’autre.',
};

function Received({ told }: { told: HandoverTold }) {
  return (
    <section className={styles.card} aria-label="D’où vient cette fiche">
      <p>
        <strong>
          Fiche transmise par {told.giver}
          {told.date ? ` le ${dayInField(told.date)}` : ''}.
        </strong>{' '}
        {beforeInWords(told.before)}
      </p>
      {told.message ? <p className={styles.said}>« {told.message} »</p> : null}
    </section>
  );
}

/** « Avant vous : 12 séances, 9 h 30, du 3 mars 2025 au 4 novembre 2026. » */
function beforeInWords({ sessions, minutes, first, last }: Before): string {
  if (sessions === 0) return 'Aucune séance avant vous.';
  const span = first === null || last === null ? '' : first === last ? `, le ${dayInField(first)}` : `, du ${dayInField(first)} au ${dayInField(last)}`;
  return `Avant vous : ${count(sessions, 'séance')}, ${minutesInWords(minutes)}${span}.`;
}

/** The act, at the foot of the file. */
export function HandOver({ id }: { id: string }) {
  const [open, setOpen] = useState(false);
  const answer = useAnswer('handover_get', { id });
  if (answer.data?.state !== 'here') return null;
  return (
    <>
      <Button icon={Send} onPress={() => setOpen(true)}>
        Transmettre à un·e collègue
      </Button>
      {open ? <HandOverDialog id={id} file={answer.data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function HandOverDialog({ id, file, onClose }: { id: string; file: HandoverFile; onClose: () => void }) {
  const invoke = useInvoke();
  const colleagues = useAnswer('colleague_list', null);
  const [form, setForm] = useState<HandoverForm>({ receiver: '', message: '' });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const change = (part: Partial<HandoverForm>) => {
    setForm((before) => ({ ...before, ...part }));
    setFailure((before) => before && { ...before, fields: before.fields.filter((e) => !(e.field in part)) });
  };
  const error = (name: string) => failure?.fields.find((e) => e.field === name)?.message;
  const send = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await invoke('handover_ask', { id, form });
      onClose();
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      setBusy(false);
    }
  };
  const known = colleagues.data ?? [];
  return (
    <Dialog title="Transmettre à un·e collègue" isOpen onClose={onClose}>
      <div ref={root} className={styles.stack}>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {colleagues.data && known.length === 0 ? (
          <>
            <p>
              Aucun·e collègue n’est connu·e de cet ordinateur. La liste de l’équipe arrive avec la première connexion au serveur ; si votre équipe n’a que vous, il n’y a
              personne à qui transmettre.
            </p>
            <div className={styles.buttons}>
              <Button onPress={onClose} autoFocus>
                Fermer
              </Button>
            </div>
          </>
        ) : (
          <>
            <Select
              field="receiver"
              label="À qui ?"
              none="Choisir dans l’équipe"
              value={form.receiver === '' ? null : form.receiver}
              options={known.map((one) => ({ value: one.id, label: one.name }))}
              error={error('receiver')}
              onChange={(receiver) => change({ receiver: receiver ?? '' })}
            />
            <TextField
              field="message"
              label="Un mot pour elle ou lui (facultatif)"
              multiline
              value={form.message}
              error={error('message')}
              onChange={(message) => change({ message })}
            />
            <TextGuard text={form.message} />
            <What file={file} />
            <div className={styles.buttons}>
              <Button onPress={onClose}>Ne rien faire</Button>
              <Button tone="primary" icon={Send} isPending={busy} onPress={() => void send()}>
                Transmettre la fiche
              </Button>
            </div>
          </>
        )}
        {colleagues.error ? <ErrorText>La liste de l’équipe n’a pas pu être lue.</ErrorText> : null}
      </div>
    </Dialog>
  );
}

/** What goes, what stays. */
function What({ file }: { file: HandoverFile }) {
  const { goals, referrals, procedures, others, joined, sessions } = file.goes;
  const parts = [
    goals ? count(goals, 'objectif') : '',
    referrals ? count(referrals, 'orientation') : '',
    procedures ? count(procedures, 'démarche') : '',
    others ? count(others, 'autre élément de suivi', 'autres éléments de suivi') : '',
    joined ? count(joined, 'fiche réunie', 'fiches réunies') : '',
  ].filter(Boolean);
  return (
    <div className={styles.what}>
      <p>
        <strong>Ce qui part :</strong> l’identité, les coordonnées et les notes de la fiche, avec leur historique
        {parts.length > 0 ? ` ; ${parts.join(', ')}` : ''}. Vous ne les verrez plus.
      </p>
      <p>
        <strong>Ce qui reste chez vous :</strong>{' '}
        {sessions === 0 ? 'rien, aucune séance n’est notée' : `${count(sessions, 'séance')}, notes de séance comprises, avec « Personne transmise » à la place du nom : vos chiffres ne changent pas`}
        .
      </p>
      <p className={styles.muted}>Sans réseau, la demande attend : elle part à la prochaine connexion et peut être annulée jusque-là.</p>
    </div>
  );
}

/** A file that went: to whom, and what stays here. Nothing while it is not known to have gone. */
export function Gone({ id }: { id: string }) {
  const answer = useAnswer('handover_get', { id });
  const asked = answer.data?.state === 'gone' ? answer.data.asked : null;
  if (!asked) return null;
  const { sessions } = asked.before;
  return (
    <section className={styles.card}>
      <p>
        <strong>
          Cette fiche a été transmise à {asked.receiver}
          {asked.date ? ` le ${dayInField(asked.date)}` : ''}.
        </strong>
      </p>
      <p>{sessions === 0 ? 'Aucune séance n’était notée ici.' : `Vos séances restent dans votre carnet, sous « Personne transmise » : ${count(sessions, 'séance')}.`}</p>
      <p>
        <a href={href({ name: 'beneficiaries' })}>Voir les autres fiches</a>
      </p>
    </section>
  );
}
