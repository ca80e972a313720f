/** What the palette shows for what was typed: acts found here, people, places and sessions found by the notebook. */
import { CalendarDays, MapPin, UserRound, type LucideIcon } from 'lucide-react';

import { BEGINS, closeness, count, dayInWords, minutesInWords, type Veil } from '../kit';
import type { FoundEverywhere, SessionLine } from '../platform';
import { detailsOf } from '../pieces/BeneficiaryFields';
import { navigate } from '../pieces/router';
import { peopleOf, themesOf } from '../pieces/SessionRow';
import { ACTS, labelOfAct, ROOM_ACTS, type Act, type Hands } from './acts';

export interface Choice {
  id: string;
  label: string;
  detail: string;
  icon: LucideIcon;
  /** Keys that do the same. */
  act?: Act;
  run: (hands: Hands) => unknown;
  /** What else may be done with it: Shift with Enter. */
  second?: { label: string; run: (hands: Hands) => unknown };
}

export interface Group {
  id: string;
  label: string;
  choices: Choice[];
}

/** Most acts shown once something is typed. */
const MOST_ACTS = 6;

interface Scored {
  act: Act;
  score: number;
}

function actsFor(typed: string, hands: Hands): Scored[] {
  const all = [...ACTS, ...ROOM_ACTS].filter((act) => act.when?.(hands) ?? true);
  if (typed === '') return all.map((act) => ({ act, score: BEGINS }));
  return all
    .map((act) => {
      const label = labelOfAct(act, hands);
      // The name of the act counts before the other words that find it.
      const named = closeness(typed, label);
      return { act, score: Math.max(named * 2, closeness(typed, `${label} ${act.also ?? ''}`) * 2 - 1) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_ACTS);
}

const choiceOf =
  (hands: Hands) =>
  ({ act }: Scored): Choice => ({ id: `act-${act.id}`, label: labelOfAct(act, hands), detail: '', icon: act.icon, act, run: act.run });

function sessionChoice(line: SessionLine, veil: Veil, today: string): Choice {
  return {
    id: `session-${line.id}`,
    label: [dayInWords(line.date, today), peopleOf(line, veil)].join(' · '),
    detail: [themesOf(line), line.place, minutesInWords(line.duration)].filter(Boolean).join(' · '),
    icon: CalendarDays,
    run: () => navigate({ name: 'session', id: line.id }),
  };
}

/**
 * Groups in the order they are read. Acts come first when one is named as it is written, and also
 * before people who were only found by forgiving a typing error.
 */
export function groupsFor(typed: string, found: FoundEverywhere | undefined, hands: Hands, veil: Veil, today: string): Group[] {
  const scored = actsFor(typed, hands);
  const acts: Group = { id: 'acts', label: 'Actions', choices: scored.map(choiceOf(hands)) };
  if (!found) return [acts].filter(({ choices }) => choices.length > 0);
  const more = found.people_total - found.people.length;
  const people: Group = {
    id: 'people',
    label: found.approximate ? 'Bénéficiaires au nom proche' : more > 0 ? `Bénéficiaires · et ${count(more, 'autre')}` : 'Bénéficiaires',
    choices: found.people.map((line) => ({
      id: `person-${line.id}`,
      label: veil.name(line.name),
      detail: veil.words(detailsOf(line)),
      icon: UserRound,
      run: () => navigate({ name: 'beneficiary', id: line.id }),
    })),
  };
  const places: Group = {
    id: 'places',
    label: 'Lieux',
    choices: found.places.map((place) => ({
      id: `place-${place.id}`,
      label: place.name,
      detail: place.commune ?? '',
      icon: MapPin,
      run: () => navigate({ name: 'place', id: place.id }),
      second: {
        label: 'en faire mon lieu du moment',
        run: async ({ invoke }) => {
          await invoke('place_set_current', { id: place.id });
          navigate({ name: 'today' });
        },
      },
    })),
  };
  const sessions: Group = { id: 'sessions', label: 'Séances', choices: found.sessions.map((line) => sessionChoice(line, veil, today)) };
  const first = scored.some(({ score }) => score >= BEGINS * 2) || (found.approximate && scored.length > 0);
  const groups = first ? [acts, people, places, sessions] : [people, places, sessions, acts];
  return groups.filter(({ choices }) => choices.length > 0);
}

/** « 3 bénéficiaires, 1 lieu, 2 actions », for who cannot see the list. */
export function spoken(groups: readonly Group[]): string {
  const words: Readonly<Record<string, string>> = { people: 'bénéficiaire', places: 'lieu', sessions: 'séance', acts: 'action' };
  const told = groups.map(({ id, choices }) => count(choices.length, words[id] ?? id, id === 'places' ? 'lieux' : undefined));
  return told.length === 0 ? 'Rien trouvé.' : `${told.join(', ')}.`;
}
