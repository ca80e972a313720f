/**
 * Everything one can do by typing it: the palette lists these. A new act is one line here; a new
 * room is one line in rooms.ts and is found by its name.
 */
import {
  BookOpenText,
  CircleHelp,
  Contrast,
  EyeOff,
  FlaskConical,
  Keyboard,
  Lock,
  NotebookPen,
  Repeat2,
  Send,
  Settings2,
  UserRoundPlus,
  UsersRound,
  ZoomIn,
  ZoomOut,
  type LucideIcon,
} from 'lucide-react';

import { setDiscreet, type ShortcutId } from '../kit';
import type { AppState, Settings, useInvoke } from '../platform';
import { navigate } from '../pieces/router';
import { ROOMS } from './rooms';

/** What an act may use. */
export interface Hands {
  state: AppState;
  settings: Settings;
  discreet: boolean;
  invoke: ReturnType<typeof useInvoke>;
  lock: () => void;
  /** Opens the sheet of shortcuts. */
  shortcuts: () => void;
}

export interface Act {
  id: string;
  /** Begins with a verb, or is the name of a room. */
  label: string | ((hands: Hands) => string);
  /** Other words that find it. */
  also?: string;
  icon: LucideIcon;
  shortcut?: ShortcutId;
  /** Whether it makes sense now. */
  when?: (hands: Hands) => boolean;
  run: (hands: Hands) => unknown;
}

/** Text sizes, in percent, as in Réglages. */
export const TEXT_SIZES = [100, 115, 130, 150, 175, 200] as const;

const choose = ({ invoke, settings }: Hands, change: Partial<Settings>) => invoke('settings_set', { ...settings, ...change });
const larger = ({ settings }: Hands) => TEXT_SIZES.find((size) => size > settings.text_percent);
const smaller = ({ settings }: Hands) => TEXT_SIZES.findLast((size) => size < settings.text_percent);

export const ACTS: readonly Act[] = [
  {
    id: 'session_new',
    label: 'Nouvelle séance',
    also: 'accompagnement individuel noter ajouter cra',
    icon: NotebookPen,
    shortcut: 'new_session',
    run: () => navigate({ name: 'session_new' }),
  },
  { id: 'workshop_new', label: 'Nouvel atelier', also: 'collectif groupe', icon: UsersRound, run: () => navigate({ name: 'session_new', workshop: true }) },
  { id: 'session_repeat', label: 'Même séance que la précédente', also: 'répéter dupliquer copier', icon: Repeat2, run: () => navigate({ name: 'session_new', repeat: true }) },
  { id: 'beneficiary_new', label: 'Nouvelle fiche de bénéficiaire', also: 'créer personne usager', icon: UserRoundPlus, run: () => navigate({ name: 'beneficiary_new' }) },
  {
    id: 'sync_now',
    label: 'Envoyer maintenant',
    also: 'synchroniser synchronisation réseau serveur',
    icon: Send,
    run: async ({ invoke }) => {
      await invoke('sync_now', null);
      navigate({ name: 'sync' });
    },
  },
  {
    id: 'discreet',
    label: ({ discreet }) => (discreet ? 'Montrer les noms' : 'Cacher les noms (mode discret)'),
    also: 'discrétion masquer anonyme confidentialité noms',
    icon: EyeOff,
    shortcut: 'discreet',
    run: ({ discreet }) => setDiscreet(!discreet),
  },
  { id: 'lock', label: 'Verrouiller le carnet', also: 'fermer quitter pause code', icon: Lock, shortcut: 'lock', run: ({ lock }) => lock() },
  {
    id: 'theme_dark',
    label: 'Passer au thème sombre',
    also: 'nuit noir contraste affichage',
    icon: Contrast,
    when: ({ settings }) => settings.theme !== 'dark',
    run: (hands) => choose(hands, { theme: 'dark' }),
  },
  {
    id: 'theme_light',
    label: 'Passer au thème clair',
    also: 'jour blanc contraste affichage',
    icon: Contrast,
    when: ({ settings }) => settings.theme !== 'light',
    run: (hands) => choose(hands, { theme: 'light' }),
  },
  {
    id: 'theme_system',
    label: 'Suivre le thème de l’ordinateur',
    also: 'clair sombre affichage système',
    icon: Contrast,
    when: ({ settings }) => settings.theme !== 'system',
    run: (hands) => choose(hands, { theme: 'system' }),
  },
  {
    id: 'text_larger',
    label: 'Agrandir le texte',
    also: 'zoom taille gros police caractères',
    icon: ZoomIn,
    when: (hands) => larger(hands) !== undefined,
    run: (hands) => choose(hands, { text_percent: larger(hands) ?? 200 }),
  },
  {
    id: 'text_smaller',
    label: 'Réduire le texte',
    also: 'zoom taille petit police caractères',
    icon: ZoomOut,
    when: (hands) => smaller(hands) !== undefined,
    run: (hands) => choose(hands, { text_percent: smaller(hands) ?? 100 }),
  },
  {
    id: 'motion',
    label: ({ settings }) => (settings.reduced_motion ? 'Remettre les animations' : 'Réduire les animations'),
    also: 'mouvement transition',
    icon: Settings2,
    run: (hands) => choose(hands, { reduced_motion: !hands.settings.reduced_motion }),
  },
  { id: 'pin', label: 'Choisir un code rapide', also: 'pin réglages sécurité verrouillage', icon: Settings2, run: () => navigate({ name: 'settings' }) },
  { id: 'idle_lock', label: 'Régler le verrouillage automatique', also: 'réglages minutes inactivité', icon: Settings2, run: () => navigate({ name: 'settings' }) },
  { id: 'shortcuts', label: 'Voir les raccourcis du clavier', also: 'touches aide', icon: Keyboard, shortcut: 'shortcuts', run: ({ shortcuts }) => shortcuts() },
  {
    id: 'tour',
    label: 'Refaire la visite guidée',
    also: 'découvrir apprendre débuter premiers pas',
    icon: BookOpenText,
    when: ({ state }) => !state.practice,
    run: async (hands) => {
      await choose(hands, { tour_seen: false });
      navigate({ name: 'today' });
    },
  },
  { id: 'help', label: 'Ouvrir l’aide', also: 'mode d’emploi guide comment', icon: CircleHelp, shortcut: 'help', run: () => navigate({ name: 'help' }) },
  { id: 'practice', label: 'Bac à sable', also: 'essayer exercice démonstration formation', icon: FlaskConical, when: ({ state }) => !state.practice, run: () => navigate({ name: 'settings' }) },
];

/** The rooms, as acts. */
export const ROOM_ACTS: readonly Act[] = ROOMS.map(({ label, icon, route }) => ({
  id: `room_${route.name}`,
  label,
  also: 'aller ouvrir',
  icon,
  run: () => navigate(route),
}));

export const labelOfAct = (act: Act, hands: Hands): string => (typeof act.label === 'string' ? act.label : act.label(hands));
