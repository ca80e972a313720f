/** What waits, what left, what stands in the way. Nothing is ever asked as "local or remote?". */
import { Send } from 'lucide-react';
import { useEffect, useState } from 'react';

import { Button, count, EmptyState, FailureNote, Loaded, Notice, Rows, Screen, StateLine, clockInWords, useVeil, when } from '../../kit';
import { failureOf, useAnswer, useInvoke, type ExchangeLine, type Failure, type LineState, type SyncReport, type SyncState } from '../../platform';
import { ParcelButton } from '../../pieces/Parcel';
import { ArrivingNotice } from '../../pieces/Arriving';
import { href } from '../../pieces/router';
import { SilentLong, WaitedLong } from '../../pieces/Waiting';
import { Asides } from './Asides';
import { shownLabel } from './labels';
import styles from './sync.module.css';

export function SyncScreen() {
  const report = useAnswer('sync_report', null, { again: true });
  const live = useAnswer('sync_state', null);
  return (
    <Screen title="Synchronisation">
      <Loaded answer={report} rows={4}>
        {(data) => <Report report={data} state={live.data ?? data.state} />}
      </Loaded>
    </Screen>
  );
}

function Report({ report, state }: { report: SyncReport; state: SyncState }) {
  const invoke = useInvoke();
  const veil = useVeil();
  // How many tries had ended when this one was asked for; none when nothing was asked.
  const [asked, setAsked] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [result, setResult] = useState('');

  const send = async () => {
    setAsked(state.tries);
    setFailure(null);
    setResult('');
    try {
      await invoke('sync_now', null);
    } catch (reason) {
      setAsked(null);
      setFailure(failureOf(reason));
    }
  };

  const ended = asked !== null && state.tries !== asked && !state.busy;
  useEffect(() => {
    if (!ended) return;
    setAsked(null);
    setResult(outcomeOf(state));
  }, [ended, state]);
  const sending = asked !== null;

  return (
    <>
      <div className={styles.now}>
        <StateLine state={state} big />
        {state.practice ? null : (
          <Button tone="primary" icon={Send} isPending={sending || state.busy} onPress={() => void send()}>
            {sending || state.busy ? 'Envoi en cours…' : 'Envoyer maintenant'}
          </Button>
        )}
      </div>
      {state.practice ? <p>Dans le bac à sable, rien n’est envoyé. Ce que vous notez ici n’est vu de personne et s’efface quand vous le quittez.</p> : null}
      <p role="status" className={styles.result}>
        {result}
      </p>
      {failure ? <FailureNote failure={failure} retry={() => void send()} /> : null}
      <ArrivingNotice />
      <Obstacle state={state} server={report.server} />
      <SilentLong state={state} />
      <WaitedLong state={state} />
      <Clock offset={state.clock_offset} />
      <ToCheck conflicts={state.conflicts} />
      {state.not_durable > 0 ? (
        <p>
          Le serveur a bien reçu {count(state.not_durable, 'modification')} de plus que sa dernière sauvegarde vérifiée. Cet
          ordinateur les garde aussi.
        </p>
      ) : null}

      <section className={styles.section} aria-labelledby="waiting">
        <h2 id="waiting">Ce qui attend</h2>
        {report.items.length === 0 ? (
          <EmptyState>
            Rien à envoyer{report.state.last_contact_at ? `, vérifié ${when(report.state.last_contact_at)}` : ''}. Ce que vous
            notez sans réseau s’affichera ici jusqu’à son envoi.
          </EmptyState>
        ) : (
          <>
            <Rows label="À envoyer">
              {report.items.map((item) => (
                <li key={`${item.table} ${item.id}`} className={styles.row}>
                  <span>{shownLabel(item, veil)}</span>
                  <span className={styles.muted}>enregistré {when(item.recorded_at)}</span>
                </li>
              ))}
            </Rows>
            {report.state.pending > report.items.length ? (
              <p className={styles.muted}>
                Et {count(report.state.pending - report.items.length, 'autre élément', 'autres éléments')}.
              </p>
            ) : null}
          </>
        )}
      </section>

      <Asides items={report.asides} />

      {state.practice || state.pending === 0 || state.waited_days >= 3 ? null : (
        <section className={styles.section} aria-labelledby="parcel">
          <h2 id="parcel">Colis de secours</h2>
          <p>
            Pas de réseau avant longtemps, ou un ordinateur qui fatigue ? Ce qui attend peut aussi partir dans un fichier chiffré, que
            seul le serveur sait lire. Votre coordination le lui remettra.
          </p>
          <ParcelButton />
        </section>
      )}

      <section className={styles.section} aria-labelledby="exchanges">
        <h2 id="exchanges">Derniers échanges</h2>
        {report.exchanges.length === 0 ? (
          <EmptyState>Aucun échange depuis l’enrôlement de cet ordinateur.</EmptyState>
        ) : (
          <div className={styles.scroll}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Quand</th>
                  <th scope="col">Résultat</th>
                  <th scope="col">Envoyé</th>
                  <th scope="col">Reçu</th>
                </tr>
              </thead>
              <tbody>
                {report.exchanges.map((line, index) => (
                  <Exchange key={`${line.at} ${index}`} line={line} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
      <p className={styles.muted}>
        {report.server === '' ? 'Aucun serveur' : `Serveur : ${report.server}`}
        {state.next_try_at ? ` · prochain essai automatique à ${clockInWords(state.next_try_at)}` : ''}
      </p>
    </>
  );
}

/** Always an answer to « Envoyer maintenant », even when nothing changed. */
function outcomeOf(state: SyncState): string {
  if (state.line !== 'online') return 'L’envoi n’a pas abouti. Tout est gardé sur cet ordinateur et partira au prochain essai.';
  const at = state.last_contact_at ? ` à ${clockInWords(state.last_contact_at)}` : '';
  return state.pending === 0 ? `Rien à envoyer, vérifié${at}.` : `Il reste ${count(state.pending, 'élément')} à envoyer.`;
}

const RESULTS: Record<LineState, string> = {
  unknown: 'Pas encore essayé',
  online: 'Le serveur a répondu',
  offline: 'Pas de réseau',
  portal: 'Portail Wi-Fi',
  inspected: 'Réseau filtré',
  truncated: 'Réponse coupée en route',
  busy: 'Serveur occupé',
  refused: 'Ordinateur refusé',
  too_old: 'Version trop ancienne',
};

function Exchange({ line }: { line: ExchangeLine }) {
  return (
    <tr>
      <td>{when(line.at)}</td>
      <td>{RESULTS[line.line]}</td>
      <td className={styles.number}>{line.sent}</td>
      <td className={styles.number}>{line.received}</td>
    </tr>
  );
}

function Obstacle({ state, server }: { state: SyncState; server: string }) {
  switch (state.line) {
    case 'portal':
      return (
        <Notice>
          <strong>Un portail Wi-Fi demande quelque chose avant de laisser passer.</strong>
          <p>
            Ouvrez votre navigateur, allez sur n’importe quelle page, acceptez les conditions du Wi-Fi, puis revenez ici.
            Escale n’a rien envoyé au portail et vos données sont gardées sur cet ordinateur.
          </p>
        </Notice>
      );
    case 'inspected':
      return (
        <Notice>
          <strong>Le réseau de ce lieu ouvre les échanges pour les inspecter.</strong>
          <p>
            Escale ne lui confie rien : vos données sont gardées sur cet ordinateur. Utilisez un autre réseau, par exemple le
            partage de connexion d’un téléphone, ou demandez au service informatique d’exclure {server} de l’inspection.
          </p>
        </Notice>
      );
    case 'refused':
      return (
        <Notice>
          <strong>Le serveur ne reconnaît plus cet ordinateur.</strong>
          <p>
            Rien n’est perdu : tout ce que vous avez noté est ici. Appelez votre coordination, qui peut l’enrôler de nouveau. Ce qui attend peut lui être confié dans un colis de secours.
          </p>
        </Notice>
      );
    case 'too_old':
      return (
        <Notice>
          <strong>Cette version d’Escale est trop ancienne pour recevoir.</strong>
          <p>Elle peut encore envoyer, et vos données sont gardées. Mettez Escale à jour dès que possible.</p>
        </Notice>
      );
    case 'truncated':
      return (
        <Notice>
          <strong>La réponse du serveur a été coupée en route.</strong>
          <p>Le réseau est faible ou filtré. Vos données sont gardées, et Escale réessaiera de lui-même.</p>
        </Notice>
      );
    case 'busy':
      return (
        <Notice>
          <strong>Le serveur demande d’attendre un peu.</strong>
          <p>Vos données sont gardées, et Escale réessaiera de lui-même.</p>
        </Notice>
      );
    case 'unknown':
    case 'online':
    case 'offline':
      return null;
  }
}

function ToCheck({ conflicts }: { conflicts: number }) {
  if (conflicts === 0) return null;
  return (
    <Notice>
      <strong>{count(conflicts, 'champ')} à vérifier</strong>
      <p>
        Deux valeurs y ont été notées en même temps, et les deux sont gardées. Dans{' '}
        <a href={href({ name: 'beneficiaries' })}>Bénéficiaires</a>, les fiches concernées portent « à vérifier » ; une séance le dit
        quand vous l’ouvrez ; les objectifs, orientations et démarches concernés sont
        dans <a href={href({ name: 'relances' })}>Relances</a>.
      </p>
    </Notice>
  );
}

function Clock({ offset }: { offset: number }) {
  const minutes = Math.round(Math.abs(offset) / 60);
  if (minutes === 0) return null;
  const hours = minutes >= 90;
  const gap = hours ? count(Math.round(minutes / 60), 'heure') : count(minutes, 'minute');
  return (
    <Notice>
      <strong>
        L’horloge de cet ordinateur {offset > 0 ? 'avance' : 'retarde'} de {gap}.
      </strong>
      <p>Vos séances sont gardées et seront bien ordonnées. Vérifiez la date et l’heure dans les réglages de l’ordinateur.</p>
    </Notice>
  );
}
