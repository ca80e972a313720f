/** What a press does to something followed, and how it is undone. */
import { useState } from 'react';

import { addDays, dayInWords, offerUndo } from '../../kit';
import { failureOf, useInvoke, type Failure, type FollowUpKind, type FollowUpUndo } from '../../platform';
import type { FollowUpFormKind } from '../router';
import { doneState, nameOf, stateLabel, wordsOf } from './words';

export interface Followed {
  kind: FollowUpKind;
  id: string;
}

export interface FollowUpActions {
  failure: Failure | null;
  /** Whether it was noted. */
  move: (item: Followed, state: string | null, date?: string | null) => Promise<boolean>;
  done: (item: Followed) => Promise<boolean>;
  postpone: (item: Followed, today: string, days: number) => Promise<boolean>;
  remove: (item: { kind: FollowUpFormKind; id: string }) => Promise<boolean>;
  removeStep: (id: string) => Promise<boolean>;
}

export function useFollowUp(): FollowUpActions {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);

  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      setFailure(null);
      return true;
    } catch (reason) {
      setFailure(failureOf(reason));
      return false;
    }
  };
  const undoable = (text: string, undo: FollowUpUndo) => offerUndo(text, () => void attempt(() => invoke('followup_undo', undo)));

  const move: FollowUpActions['move'] = ({ kind, id }, state, date = null) =>
    attempt(async () => {
      const undo = await invoke('followup_move', { kind, id, state, date });
      undoable(state === null ? `${nameOf(kind)} : vous n’en serez plus averti.` : `${nameOf(kind)} : « ${stateLabel(kind, state)} » est noté.`, undo);
    });

  return {
    failure,
    move,
    done: (item) => move(item, doneState(item.kind)),
    postpone: ({ kind, id }, today, days) =>
      attempt(async () => {
        const until = addDays(today, days);
        const undo = await invoke('followup_postpone', { kind, id, until });
        undoable(`${nameOf(kind)} : à revoir ${dayInWords(until, today)}.`, undo);
      }),
    remove: ({ kind, id }) =>
      attempt(async () => {
        await invoke('followup_delete', { kind, id });
        offerUndo(wordsOf(kind).deleted, () => void attempt(() => invoke('followup_restore', { kind, id })));
      }),
    removeStep: (id) =>
      attempt(async () => {
        await invoke('followup_delete', { kind: 'follow_step', id });
        offerUndo('Étape retirée.', () => void attempt(() => invoke('followup_restore', { kind: 'follow_step', id })));
      }),
  };
}
