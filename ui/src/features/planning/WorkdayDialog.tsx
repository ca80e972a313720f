/** Minutes of a day that are no session: travel and preparation, for who wishes to note them. */
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, dayInWords, Dialog, errorOf, FailureNote, focusFirstError, minutesInWords, offerUndo, TextField } from '../../kit';
import { failureOf, useInvoke, type DayPlan, type Failure } from '../../platform';
import styles from './planning.module.css';

interface Props {
  day: DayPlan;
  today: string;
  onClose: () => void;
}

const words = (minutes: number | null) => (minutes === null ? '' : minutesInWords(minutes));

export function WorkdayDialog({ day, today, onClose }: Props) {
  const invoke = useInvoke();
  const root = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [travel, setTravel] = useState(words(day.travel));
  const [preparation, setPreparation] = useState(words(day.preparation));
  const errors = failure?.fields ?? [];

  const save = async () => {
    try {
      await invoke('workday_save', { date: day.date, travel, preparation });
      offerUndo('Trajet et préparation notés.', () => {
        void invoke('workday_save', { date: day.date, travel: words(day.travel), preparation: words(day.preparation) });
      });
      onClose();
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    }
  };

  return (
    <Dialog title={`Trajet et préparation, ${dayInWords(day.date, today)}`} isOpen onClose={onClose}>
      <div ref={root}>
        <Form
          className={styles.stack}
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            void save();
          }}
        >
          {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
          <TextField label="Trajet" field="travel" placeholder="1h15" className={styles.short} value={travel} onChange={setTravel} error={errorOf(errors, 'travel')} autoFocus />
          <TextField label="Préparation" field="preparation" placeholder="45" className={styles.short} value={preparation} onChange={setPreparation} error={errorOf(errors, 'preparation')} />
          <div className={styles.buttons}>
            <Button onPress={onClose}>Fermer</Button>
            <Button tone="primary" type="submit">
              Enregistrer
            </Button>
          </div>
        </Form>
      </div>
    </Dialog>
  );
}
