/** The rooms of the side bar: only those that exist. */
import { CalendarCheck, NotebookPen, RefreshCw, Settings2, UsersRound, type LucideIcon } from 'lucide-react';

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
    holds: ['beneficiaries', 'beneficiary', 'beneficiary_new', 'beneficiary_edit', 'beneficiary_import'],
  },
  { label: 'Synchronisation', icon: RefreshCw, route: { name: 'sync' }, holds: ['sync'] },
  { label: 'Réglages', icon: Settings2, route: { name: 'settings' }, holds: ['settings'] },
];
