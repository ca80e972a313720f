/** The rooms of the side bar: only those that exist. */
import { BellRing, CalendarCheck, CalendarDays, CircleHelp, MapPinned, NotebookPen, RefreshCw, Settings2, UsersRound, type LucideIcon } from 'lucide-react';

import type { Route } from '../pieces/router';

export interface Room {
  label: string;
  icon: LucideIcon;
  route: Route;
  /** Routes that belong to this room. */
  holds: readonly Route['name'][];
}

export const ROOMS: readonly Room[] = [
  { label: 'Aujourd’hui', icon: CalendarCheck, route: { name: 'today' }, holds: ['today'] },
  { label: 'Séances', icon: NotebookPen, route: { name: 'sessions' }, holds: ['sessions', 'session', 'session_new', 'tags', 'corbeille'] },
  {
    label: 'Bénéficiaires',
    icon: UsersRound,
    route: { name: 'beneficiaries' },
    holds: [
      'beneficiaries',
      'beneficiary',
      'beneficiary_new',
      'beneficiary_edit',
      'beneficiary_import',
      'beneficiary_history',
      'beneficiary_merge',
      'duplicates',
      'erasures',
      'follow_up',
    ],
  },
  { label: 'Relances', icon: BellRing, route: { name: 'relances' }, holds: ['relances'] },
  {
    label: 'Planning',
    icon: CalendarDays,
    route: { name: 'planning' },
    holds: ['planning', 'stop', 'stop_new', 'workshop', 'workshop_new', 'workshop_edit', 'outlines', 'outline', 'outline_new'],
  },
  {
    label: 'Lieux',
    icon: MapPinned,
    route: { name: 'places' },
    holds: ['places', 'place', 'place_new', 'place_edit', 'place_import', 'territories', 'territory', 'territory_new', 'territory_edit'],
  },
  { label: 'Synchronisation', icon: RefreshCw, route: { name: 'sync' }, holds: ['sync'] },
  { label: 'Réglages', icon: Settings2, route: { name: 'settings' }, holds: ['settings'] },
  { label: 'Aide', icon: CircleHelp, route: { name: 'help' }, holds: ['help'] },
];
