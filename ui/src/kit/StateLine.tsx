/**
 * The honest line, in words: derived from what waits and from what the server confirmed, never from
 * "the last call succeeded". An icon always stands beside the words; colour says nothing alone.
 */
import { CircleCheck, CloudOff, CloudUpload, HardDrive, TriangleAlert, type LucideIcon } from 'lucide-react';

import type { SyncState } from '../platform';
import { figure, when } from './format';
import styles from './StateLine.module.css';

type Tone = 'ok' | 'quiet' | 'warn';

export interface StateWords {
  tone: Tone;
  text: string;
}

/** Days waited, as the notebook counts them: no clock makes this alarming alone. */
const LATE_DAYS = 3;

export function stateWords(state: SyncState, now: Date = new Date()): StateWords {
  if (state.practice) return { tone: 'warn', text: 'Bac à sable · rien n’est envoyé' };
  const pending = `${figure(state.pending)} à envoyer`;
  const late = state.pending > 0 && state.waited_days >= LATE_DAYS;
  const look = state.conflicts > 0 ? ` · ${figure(state.conflicts)} à vérifier` : '';
  const say = (tone: Tone, text: string): StateWords => ({ tone: late || look ? 'warn' : tone, text: text + look });

  if (state.line === 'refused') return say('warn', state.pending > 0 ? `Envoi refusé · ${figure(state.pending)} gardés ici` : 'Ordinateur refusé par le serveur');
  if (state.line === 'too_old') return say('warn', state.pending > 0 ? `Mise à jour nécessaire · ${pending}` : 'Mise à jour nécessaire');
  if (state.busy) return say('quiet', state.pending > 0 ? `Envoi en cours · ${pending}` : 'Échange en cours');
  if (state.pending === 0) {
    const sent = state.last_sent_at;
    const seen = state.last_contact_at;
    if (state.line === 'offline') return say('quiet', sent ? `Hors ligne · tout est envoyé depuis ${when(sent, now)}` : 'Hors ligne · rien à envoyer');
    if (state.line === 'portal') return say('warn', 'Portail Wi-Fi · rien à envoyer');
    if (state.line === 'inspected') return say('warn', 'Réseau filtré · rien à envoyer');
    if (sent && seen) return say('ok', `Tout est envoyé · ${when(seen, now)}`);
    return say('quiet', seen ? `Rien à envoyer · vérifié ${when(seen, now)}` : 'Rien à envoyer');
  }
  switch (state.line) {
    case 'offline':
      return say('quiet', `Hors ligne · ${pending}`);
    case 'portal':
      return say('warn', `Portail Wi-Fi · ${pending}`);
    case 'inspected':
      return say('warn', `Réseau filtré · ${pending}`);
    default:
      return say('quiet', `Enregistré sur cet ordinateur · ${pending}`);
  }
}

function iconOf(state: SyncState, { tone }: StateWords): LucideIcon {
  if (tone === 'warn') return TriangleAlert;
  if (state.busy) return CloudUpload;
  if (tone === 'ok') return CircleCheck;
  return state.line === 'offline' ? CloudOff : HardDrive;
}

/** `bare`: the icon alone, when a label beside says the words. */
export function StateLine({ state, big, bare }: { state: SyncState; big?: boolean; bare?: boolean }) {
  const words = stateWords(state);
  const Icon = iconOf(state, words);
  return (
    <span className={big ? `${styles['line']} ${styles['big']}` : styles['line']} data-tone={words.tone}>
      <Icon aria-hidden />
      {bare ? null : <span>{words.text}</span>}
    </span>
  );
}
