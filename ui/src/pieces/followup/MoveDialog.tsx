/** Where it stands now, and since when; the steps noted by hand can be taken back. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, Chips, dayInField, Dialog, errorOf, FailureNote } from '../../kit';
import type { FollowUpItem } from '../../platform';
import styles from './followup.module.css';
import { DayField } from './DayField';
import { useFollowUp } from './useFollowUp';
import { nameOf, stateLabel, statesOf } from './words';

interface Props {
  item: FollowUpItem;
  title: string;
  today: string;
  onClose: () => void;
}

export function MoveDialog({ item: { id, form, state, steps }, title, today, onClose }: Props) {
  const { kind } = form;
  const actions = useFollowUp();
  const [chosen, setChosen] = useState<string | null>(null);
  const [date, setDate] = useState<string | null>(today);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // One digit says it.
    root.current?.querySelector<HTMLElement>('[role="radio"]')?.focus();
  }, []);
  const note = async () => {
    if (chosen !== null && (await actions.move({ kind, id }, chosen, date))) onClose();
  };
  const { failure } = actions;
  return (
    <Dialog title="Où en est-on ?" isOpen onClose={onClose}>
      <div ref={root}>
      <Form
        className={styles.stack}
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void note();
        }}
      >
        <p>
          <span className={styles.muted}>{nameOf(kind)}</span> {title}
        </p>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        <Chips
          label="État"
          mode="one"
          optional
          digits
          chips={statesOf(kind).map(({ value, label }) => ({ value, label }))}
          chosen={chosen !== null ? [chosen] : state !== null ? [state] : []}
          onChange={([value]) => setChosen(value ?? null)}
        />
        <DayField label="Depuis le" field="date" value={date} onChange={setDate} today={today} error={errorOf(failure?.fields ?? [], 'date')} />
        {steps.length > 0 ? (
          <ul className={styles.history} aria-label="Étapes">
            {steps.map((step) => (
              <li key={step.id}>
                <span>
                  {stateLabel(kind, step.state)} <span className={styles.muted}>le {dayInField(step.date)}</span>
                  {step.session ? <span className={styles.muted}> · noté en séance</span> : null}
                </span>
                {step.session === null && steps.length > 1 ? (
                  <Button
                    dense
                    tone="quiet"
                    icon={X}
                    onPress={() => void actions.removeStep(step.id)}
                    aria-label={`Retirer l’étape ${stateLabel(kind, step.state)} du ${dayInField(step.date)}`}
                  >
                    Retirer
                  </Button>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
        <div className={styles.buttons}>
          <Button onPress={onClose}>Fermer</Button>
          <Button tone="primary" type="submit" isDisabled={chosen === null}>
            Noter
          </Button>
        </div>
      </Form>
      </div>
    </Dialog>
  );
}
