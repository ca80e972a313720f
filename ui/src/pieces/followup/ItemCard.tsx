/** A goal, a referral, a procedure, a mandate… on the file: where it stands, and the ways to move it on. */
import { ArrowRightLeft, BellOff, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, ButtonLink, count, dayInField, FailureNote } from '../../kit';
import { labelOf, MANDATE_KINDS, themeLabel, type FollowUpForm, type FollowUpItem } from '../../platform';
import { ConflictCards } from '../ConflictCards';
import { href } from '../router';
import { MoveDialog } from './MoveDialog';
import { RelayButton } from './RelaySheet';
import { useFollowUp } from './useFollowUp';
import { dueInWords, isClosed, stateLabel, statesOf, titleOf, wordsOf } from './words';
import styles from './followup.module.css';

/** What stands under the title. */
function detailsOf({ kind, form }: FollowUpForm, ends: string | null): string {
  const told = (): (string | null)[] => {
    switch (kind) {
      case 'goal':
        return [form.theme && themeLabel(form.theme), form.target && `pour le ${dayInField(form.target)}`];
      case 'referral':
        return [form.date && `le ${dayInField(form.date)}`, form.reason];
      case 'procedure':
        return [form.theme && themeLabel(form.theme)];
      case 'mandate':
        return [
          form.kind && labelOf(MANDATE_KINDS, form.kind).toLowerCase(),
          form.start && `à partir du ${dayInField(form.start)}`,
          ends && `expire le ${dayInField(ends)}`,
        ];
      case 'pix_result':
        return [form.date && `le ${dayInField(form.date)}`];
      case 'digital_pass':
        return [form.date && `remis le ${dayInField(form.date)}`];
      case 'needs_assessment':
        return [count(Object.keys(form.answers).length, 'réponse')];
    }
  };
  return told().filter(Boolean).join(' · ');
}

interface Props {
  item: FollowUpItem;
  today: string;
  /** It went to the corbeille: the focus has nowhere to be. */
  onRemoved?: () => void;
}

export function ItemCard({ item, today, onRemoved }: Props) {
  const { form, id, state, steps, conflict } = item;
  const { kind } = form;
  const actions = useFollowUp();
  const [moving, setMoving] = useState(false);
  const title = titleOf(form, item.title);
  const lookAgain = 'look_again' in form.form ? form.form.look_again : null;
  const disputed = kind === 'goal' || kind === 'referral' || kind === 'procedure' || kind === 'needs_assessment' ? kind : null;
  const notes = 'notes' in form.form ? form.form.notes : '';
  const remove = async () => {
    if (await actions.remove({ kind, id })) onRemoved?.();
  };
  return (
    <div className={styles.item} data-light={statesOf(kind).length === 0}>
      {conflict && disputed ? <ConflictCards table={disputed} id={id} /> : null}
      {actions.failure ? <FailureNote failure={actions.failure} /> : null}
      <div className={styles.itemHead}>
        <div className={styles.itemText}>
          <strong>{title}</strong>
          <span className={styles.muted}>{detailsOf(form, item.ends)}</span>
          {notes ? <span className={styles.notes}>{notes}</span> : null}
        </div>
        <div className={styles.itemState}>
          {state ? (
            <span className={styles.state} data-closed={isClosed(kind, state)}>
              {stateLabel(kind, state)}
            </span>
          ) : null}
          {lookAgain && lookAgain !== item.ends && !isClosed(kind, state) ? (
            <span className={lookAgain < today ? styles.late : styles.muted}>
              {lookAgain < today ? dueInWords(lookAgain, today) : `à revoir ${dueInWords(lookAgain, today)}`}
            </span>
          ) : null}
        </div>
      </div>
      {steps.length > 1 ? (
        <ol className={styles.steps} aria-label={`Étapes : ${title}`}>
          {steps.map((step) => (
            <li key={step.id}>
              {stateLabel(kind, step.state)} <span className={styles.muted}>{dayInField(step.date)}</span>
            </li>
          ))}
        </ol>
      ) : null}
      <div className={styles.itemActions}>
        {statesOf(kind).length > 0 ? (
          <Button dense icon={ArrowRightLeft} onPress={() => setMoving(true)} aria-label={`Où en est-on ? ${title}`}>
            Où en est-on ?
          </Button>
        ) : null}
        {kind === 'referral' ? <RelayButton of={{ referral: id, session: null }} towards={title} /> : null}
        {kind === 'mandate' && lookAgain ? (
          <Button dense icon={BellOff} onPress={() => void actions.done({ kind, id })} aria-label={`Ne plus rappeler : ${title}`}>
            Ne plus rappeler
          </Button>
        ) : null}
        <ButtonLink dense tone="quiet" icon={Pencil} href={href({ name: 'follow_up', kind, id })} aria-label={`Modifier : ${title}`}>
          Modifier
        </ButtonLink>
        <Button dense tone="quiet" icon={Trash2} onPress={() => void remove()} aria-label={`Supprimer : ${wordsOf(kind).one}, ${title}`}>
          Supprimer
        </Button>
      </div>
      {moving ? <MoveDialog item={item} title={title} today={today} onClose={() => setMoving(false)} /> : null}
    </div>
  );
}
