/**
 * Every failure in the user's words: what happened, that the work is safe, what to do. Exhaustive
 * by type: a new code does not compile until it has its sentences.
 */
import type { Failure, FailureCode } from '../platform';
import { waitInWords } from './format';

export interface Sentences {
  /** What happened. */
  what: string;
  /** What is safe. */
  safe: string;
  /** The one thing to do. */
  todo: string;
}

type Params = Failure['params'];

const KEPT = 'Tout ce que vous avez enregistré est intact.';
const NOTHING_LOST = 'Rien n’est perdu.';

function wait(params: Params): string {
  const seconds = Number(params['retry_after'] ?? 0);
  return seconds > 0 ? `Attendez ${waitInWords(seconds)}, puis réessayez.` : 'Réessayez.';
}

function tries(params: Params): string {
  const left = Number(params['tries_left'] ?? 0);
  if (left <= 0) return 'Utilisez votre phrase de passe.';
  return left === 1 ? 'Il reste un essai, puis il faudra la phrase de passe.' : `Il reste ${left} essais.`;
}

/** Why a file to import is not read. */
const UNREAD: Readonly<Record<string, string>> = {
  too_large: 'Ce fichier est trop lourd pour une liste de personnes.',
  not_a_book: 'Ce fichier n’est pas un classeur Excel, ou il est abîmé.',
  not_the_model: 'Ce classeur n’a pas la feuille « Bénéficiaires » du modèle.',
  too_many: 'Ce fichier contient plus de 5 000 personnes.',
};

const SENTENCES: Record<FailureCode, (params: Params) => Sentences> = {
  locked: () => ({
    what: 'Le carnet s’est verrouillé.',
    safe: 'Votre saisie est gardée en brouillon.',
    todo: 'Déverrouillez-le pour continuer.',
  }),
  held: () => ({
    what: 'Le carnet est retenu.',
    safe: KEPT,
    todo: 'Lisez ce qu’en dit l’écran d’accueil, et appelez votre coordination.',
  }),
  not_enrolled: () => ({
    what: 'Cet ordinateur n’a pas encore de carnet.',
    safe: NOTHING_LOST,
    todo: 'Enrôlez-le avec le code donné par votre coordination.',
  }),
  already_enrolled: () => ({
    what: 'Cet ordinateur a déjà un carnet.',
    safe: KEPT,
    todo: 'Fermez Escale et rouvrez-le pour le déverrouiller.',
  }),
  wrong_passphrase: (params) => ({
    what: 'Cette phrase de passe n’ouvre pas le carnet.',
    safe: KEPT,
    todo: wait(params),
  }),
  wait_before_retry: (params) => ({
    what: 'Trop d’essais rapprochés.',
    safe: KEPT,
    todo: wait(params),
  }),
  weak_passphrase: () => ({
    what: 'Cette phrase de passe est trop facile à deviner.',
    safe: NOTHING_LOST,
    todo: 'Prenez celle qui est proposée, ou ajoutez des mots sans lien entre eux.',
  }),
  wrong_pin: (params) => ({ what: 'Ce code n’est pas le bon.', safe: KEPT, todo: tries(params) }),
  pin_unavailable: () => ({
    what: 'Le code rapide ne sert plus pour ce verrouillage.',
    safe: KEPT,
    todo: 'Utilisez votre phrase de passe.',
  }),
  weak_pin: () => ({
    what: 'Ce code est trop facile à deviner.',
    safe: NOTHING_LOST,
    todo: 'Choisissez six chiffres, ni tous pareils, ni à la suite.',
  }),
  keyring_unavailable: () => ({
    what: 'Le trousseau de cet ordinateur ne répond pas.',
    safe: KEPT,
    todo: 'Déverrouillez la session de l’ordinateur, puis réessayez.',
  }),
  keyring_lost: () => ({
    what: 'Le trousseau de cet ordinateur a perdu sa moitié de la clé.',
    safe: 'Le carnet est toujours là, chiffré ; rien n’a été effacé.',
    todo: 'Contactez votre coordination pour le rouvrir.',
  }),
  damaged: () => ({
    what: 'Le fichier du carnet est abîmé.',
    safe: 'Ce que le serveur a confirmé y est conservé.',
    todo: 'Ne supprimez rien et contactez votre coordination.',
  }),
  newer_notebook: () => ({
    what: 'Ce carnet a été écrit par une version plus récente d’Escale.',
    safe: KEPT,
    todo: 'Mettez Escale à jour sur cet ordinateur.',
  }),
  already_open: () => ({
    what: 'Escale est déjà ouvert sur cet ordinateur.',
    safe: KEPT,
    todo: 'Revenez à la fenêtre déjà ouverte.',
  }),
  disk_full: () => ({
    what: 'Le disque de cet ordinateur est plein.',
    safe: 'Ce qui était déjà enregistré est intact.',
    todo: 'Laissez cette page ouverte, libérez de la place, puis enregistrez de nouveau.',
  }),
  disk_read_only: () => ({
    what: 'Cet ordinateur refuse d’écrire dans le carnet.',
    safe: 'Ce qui était déjà enregistré est intact.',
    todo: 'Laissez cette page ouverte et prévenez la personne qui gère l’ordinateur.',
  }),
  invalid: () => ({
    what: 'Il manque quelque chose dans le formulaire.',
    safe: 'Votre saisie est gardée.',
    todo: 'Corrigez ce qui est signalé sous chaque champ.',
  }),
  not_found: () => ({
    what: 'Cet élément n’est plus dans le carnet.',
    safe: 'Le reste du carnet est intact.',
    todo: 'Revenez à la liste : il a peut-être été supprimé.',
  }),
  code_malformed: () => ({
    what: 'Ce code d’enrôlement n’est pas complet, ou une lettre a changé.',
    safe: NOTHING_LOST,
    todo: 'Recopiez-le en entier, tel que votre coordination l’a donné.',
  }),
  code_refused: () => ({
    what: 'Le serveur n’accepte pas ce code : il a déjà servi ou il a expiré.',
    safe: NOTHING_LOST,
    todo: 'Demandez un nouveau code à votre coordination.',
  }),
  server_unreachable: () => ({
    what: 'Le serveur ne répond pas d’ici.',
    safe: NOTHING_LOST,
    todo: 'Vérifiez le Wi-Fi ou le partage de connexion, puis réessayez.',
  }),
  foreign_answer: () => ({
    what: 'Quelque chose d’autre a répondu à la place du serveur : un portail Wi-Fi ou un filtre du réseau.',
    safe: 'Rien ne lui a été envoyé.',
    todo: 'Acceptez les conditions du Wi-Fi dans votre navigateur, ou changez de réseau, puis réessayez.',
  }),
  file_not_saved: () => ({
    what: 'Le fichier n’a pas pu être enregistré à cet endroit.',
    safe: 'Le carnet n’a pas changé.',
    todo: 'Choisissez un autre dossier, ou libérez de la place, puis réessayez.',
  }),
  file_not_read: (params) => ({
    what: UNREAD[params['reason'] ?? ''] ?? 'Ce fichier ne se lit pas.',
    safe: 'Le carnet n’a pas changé.',
    todo: 'Choisissez le modèle d’import de La Coop, rempli et enregistré au format Excel (.xlsx).',
  }),
  file_not_understood: (params) => ({
    what: 'Ce fichier n’est pas une liste de lieux au format national.',
    safe: 'Rien n’a été importé.',
    todo: params['missing'] ? `Il lui manque les colonnes : ${params['missing']}.` : 'Choisissez un fichier CSV d’au plus 64 Mo, tel que le publie la cartographie nationale.',
  }),
  bad_request: () => ({
    what: 'Cette version d’Escale ne comprend pas cette demande.',
    safe: KEPT,
    todo: 'Fermez Escale et rouvrez-le ; mettez-le à jour si cela revient.',
  }),
  unexpected: (params) => ({
    what: 'Escale a rencontré un imprévu.',
    safe: KEPT,
    todo: params['incident']
      ? `Réessayez. Si cela revient, donnez ce repère à votre coordination : ${params['incident']}.`
      : 'Réessayez. Si cela revient, fermez Escale et rouvrez-le.',
  }),
};

export function sentencesFor(failure: Failure): Sentences {
  return SENTENCES[failure.code](failure.params);
}
