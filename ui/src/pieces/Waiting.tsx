/** What waits for too long, and a server that is silent for too long: said early, and without alarm. */
import { count, Notice } from '../kit';
import type { SyncState } from '../platform';
import { ParcelButton } from './Parcel';

const FIRST = 3;
const SECOND = 7;

/** After three days unsent, then after seven: the days are counted by the notebook, not by a clock. */
export function WaitedLong({ state }: { state: SyncState }) {
  if (state.practice || state.pending === 0 || state.waited_days < FIRST) return null;
  const long = state.waited_days >= SECOND;
  return (
    <Notice>
      <strong>
        {count(state.pending, 'élément attend', 'éléments attendent')} d’être {state.pending > 1 ? 'envoyés' : 'envoyé'} depuis{' '}
        {count(state.waited_days, 'jour')}.
      </strong>
      <p>
        Tout est gardé sur cet ordinateur.{' '}
        {long
          ? 'S’il était perdu ou cassé, cela le serait aussi : joignez un réseau dès aujourd’hui, par exemple le partage de connexion d’un téléphone, ou confiez un colis de secours à votre coordination.'
          : 'Au prochain réseau, tout partira de lui-même. Si vous n’en attendez pas bientôt, un colis de secours met vos saisies à l’abri : un fichier chiffré, que seul le serveur sait lire.'}
      </p>
      <ParcelButton />
    </Notice>
  );
}

/** The last days before the notebook locks for having heard nothing of the server. */
export function SilentLong({ state }: { state: SyncState }) {
  const days = state.locks_in_days;
  if (state.practice || days === null) return null;
  return (
    <Notice>
      <strong>Cet ordinateur n’a pas joint le serveur depuis longtemps.</strong>
      <p>
        {days > 0
          ? `Dans ${count(days, 'jour')} sans contact, le carnet se fermera par précaution, jusqu’à ce que le serveur réponde une fois. Rien ne sera effacé. Un instant de réseau suffit.`
          : 'Le carnet va se fermer par précaution, jusqu’à ce que le serveur réponde une fois. Rien ne sera effacé.'}
      </p>
    </Notice>
  );
}
